{{ config(enabled=is_connected('opentelemetry')) }}
with

steps as (
    select
        *,
        row_number() over (
            partition by turn_id, step_kind
            order by started_at desc, ended_at desc, span_id desc
        ) = 1 as is_last_of_kind,
        {{ add_time(
            'microsecond',
            'cast(seconds_to_first_chunk * 1000000 as ' ~ dbt.type_bigint() ~ ')',
            'started_at'
        ) }} as first_chunk_at
    from {{ ref('stg_opentelemetry__turn_steps') }}
),

-- The answer is what the last call of a model says; the others were on the way to it.
called as (
    select
        turn_id,
        sum(input_tokens) as input_tokens,
        sum(output_tokens) as output_tokens,
        max(case when is_last_of_kind then model_name end) as model_name,
        max(case when is_last_of_kind then response_id end) as response_id,
        max(case when is_last_of_kind then first_chunk_at end) as first_chunk_at
    from steps
    where step_kind = 'model'
    group by turn_id
)

select
    turns.record_key,
    turns.turn_id,
    turns.trace_id,
    turns.span_id,
    turns.conversation_id,
    turns.session_id,
    called.response_id,
    turns.app_version,
    turns.prompt_version,
    coalesce(called.model_name, turns.model_name) as model_name,
    turns.error_type,
    texts.message_fingerprint,
    texts.response_fingerprint,
    texts.message_length,
    texts.response_length,
    coalesce(texts.is_correction, false) as is_correction,
    -- An agent may sum up what its calls have used: never both.
    coalesce(called.input_tokens, turns.input_tokens) as input_tokens,
    coalesce(called.output_tokens, turns.output_tokens) as output_tokens,
    turns.is_error,
    turns.started_at,
    called.first_chunk_at,
    turns.ended_at,
    turns.received_at
from {{ ref('stg_opentelemetry__turns') }} as turns
left join called
    on turns.turn_id = called.turn_id
left join {{ ref('stg_opentelemetry__turn_texts') }} as texts
    on turns.turn_id = texts.turn_id
