{{ config(enabled=is_connected('langfuse')) }}
{#- Whose a score is: that of its trace, else of its session. A score names no user. -#}
with

turns as (
    select * from {{ ref('stg_langfuse__turns') }}
),

conversations as (
    select
        session_id,
        max(user_id) as user_id,
        max(received_at) as received_at
    from turns
    where session_id is not null
    group by session_id
),

names as (
    {{ score_givers('langfuse') | indent(4) }}
)

select
    scores.record_key,
    scores.score_id,
    scores.trace_id,
    scores.observation_id,
    scores.run_id,
    coalesce(turns.session_id, scores.session_id) as session_id,
    coalesce(turns.user_id, conversations.user_id) as user_id,
    coalesce(turns.session_id, scores.session_id, turns.trace_id) as anonymous_id,
    scores.score_name,
    scores.score_value,
    scores.score_label,
    scores.data_type,
    -- What comes by the API is a user's, unless the seed says otherwise of its name.
    case
        when scores.score_source = 'EVAL' then 'llm_judge'
        when scores.score_source = 'ANNOTATION' then 'reviewer'
        else coalesce(names.given_by, 'user')
    end as given_by,
    scores.scored_at,
    {{ latest_of(
        'scores.received_at',
        'coalesce(turns.received_at, conversations.received_at)'
    ) }} as received_at
from {{ ref('stg_langfuse__scores') }} as scores
left join turns
    on scores.trace_id = turns.trace_id
left join conversations
    on scores.session_id = conversations.session_id
left join names
    on {{ score_key('scores.score_name') }} = names.score_name
where scores.is_latest
