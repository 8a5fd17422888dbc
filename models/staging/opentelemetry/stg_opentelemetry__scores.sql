{{ config(enabled=is_connected('opentelemetry')) }}
{#- A score is of the turn of its span, or of the one in which its response was made: a
    score names no user. -#}
with

scores as (
    select * from {{ ref('stg_opentelemetry__logs') }}
    where event_name = 'gen_ai.evaluation.result' and delivery_number = 1
),

names as (
    {{ score_givers('opentelemetry') | indent(4) }}
),

spans as (
    select
        trace_id,
        span_id,
        turn_id
    from {{ ref('stg_opentelemetry__turn_steps') }}
),

responses as (
    select
        response_id,
        min(turn_id) as turn_id
    from {{ ref('stg_opentelemetry__turn_steps') }}
    where response_id is not null
    group by response_id
)

select
    scores.record_key,
    scores.log_id as score_id,
    scores.score_name,
    scores.score_value,
    scores.score_label,
    scores.response_id,
    names.given_by,
    turns.turn_id,
    named.user_id,
    turns.conversation_id,
    turns.session_id,
    turns.trace_id,
    scores.logged_at as scored_at,
    {{ latest_of('scores.received_at', 'turns.received_at') }} as received_at
from scores
left join names
    on {{ score_key('scores.score_name') }} = names.score_name
left join spans
    on
        scores.trace_id = spans.trace_id
        and scores.span_id = spans.span_id
left join responses
    on scores.response_id = responses.response_id
left join {{ ref('stg_opentelemetry__turns') }} as turns
    on coalesce(spans.turn_id, responses.turn_id) = turns.turn_id
left join {{ ref('stg_opentelemetry__users') }} as named
    on turns.trace_id = named.trace_id
