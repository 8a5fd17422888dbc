{{ config(enabled=is_connected('opentelemetry')) }}
{#- A turn is the outermost span of an agent; where a trace has none, the trace, told by
    its root, if a model was called in it. Calls of models are none: there are many to a
    turn. Agents within agents are found by their times, since no engine follows parents
    for as far as they may go. -#}
with

steps as (
    select
        *,
        case when step_kind = 'agent' then 1 else 0 end as is_agent,
        max(case when step_kind = 'agent' then 1 else 0 end) over (
            partition by trace_id
        ) as has_agent,
        max(case when step_kind = 'model' then 1 else 0 end) over (
            partition by trace_id
        ) as has_model,
        max(case when step_kind = 'agent' then ended_at end) over (
            partition by trace_id
            order by started_at asc, ended_at desc, span_id asc
            rows between unbounded preceding and 1 preceding
        ) as earlier_agents_end_at,
        row_number() over (
            partition by trace_id
            order by
                case when parent_id is null then 0 else 1 end asc,
                started_at asc,
                ended_at desc,
                span_id asc
        ) as root_number,
        max(conversation_id) over (partition by trace_id) as conversation_of_trace,
        max(session_id) over (partition by trace_id) as session_of_trace,
        max(ended_at) over (partition by trace_id) as trace_ended_at,
        max(received_at) over (partition by trace_id) as trace_received_at
    from {{ ref('stg_opentelemetry__steps') }}
    where trace_id is not null
),

turns as (
    select
        *,
        case when is_agent = 1 then ended_at else trace_ended_at end as turn_ended_at
    from steps
    where
        (
            is_agent = 1
            and (earlier_agents_end_at is null or earlier_agents_end_at < ended_at)
        )
        or (has_agent = 0 and has_model = 1 and root_number = 1)
)

select
    record_key,
    trace_id,
    span_id,
    coalesce(conversation_id, conversation_of_trace) as conversation_id,
    coalesce(session_id, session_of_trace) as session_id,
    trace_id || ':' || span_id as turn_id,
    app_version,
    prompt_version,
    model_name,
    error_type,
    input_tokens,
    output_tokens,
    is_error,
    started_at,
    turn_ended_at as ended_at,
    trace_received_at as received_at
from turns
