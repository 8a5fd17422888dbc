{{ config(enabled=is_connected('snowplow')) }}
with

placed_events as (
    select
        placed_events.*,
        event_users.user_id,
        event_users.device_id,
        placed_events.atomic_name in ('message_received', 'agent_completion')
            as is_answer,
        placed_events.atomic_name in ('user_intent_detected', 'constraint_violation')
            as is_intent,
        placed_events.atomic_name = 'tool_execution' as is_tool,
        {{ latest_of('placed_events.placed_at', 'event_users.named_at') }}
            as event_received_at
    from {{ ref('stg_snowplow__placed_events') }} as placed_events
    left join {{ ref('stg_snowplow__event_users') }} as event_users
        on placed_events.record_key = event_users.record_key
    where placed_events.agent_event_kind = 'event'
),

events as (
    select
        record_key,
        atomic_event_id as event_id,
        atomic_name as event_name,
        user_id,
        case when user_id is null then coalesce(conversation_id, device_id) end
            as anonymous_id,
        conversation_id,
        turn_id,
        message_id,
        channel,
        app_version,
        case when is_answer then known_model_name end as model_name,
        -- With the tools of its own the agent logs intents: they call none.
        case when is_tool then tool_name end as tool_name,
        case when is_intent then intent_name end as intent_name,
        case when is_intent then intent_confidence end as intent_confidence,
        -- Of what was not possible the agent has tried nothing.
        case when is_intent and has_violation then false end as is_intent_handled,
        case atomic_name
            when 'message_received' then response_time_ms
            when 'agent_completion' then total_duration_ms
            when 'tool_execution' then execution_duration_ms
        end as latency_ms,
        case when is_answer then invocation_input_tokens end as input_tokens,
        case when is_answer then invocation_output_tokens end as output_tokens,
        case
            when is_answer then has_failed
            when is_tool then not has_succeeded
        end as is_error,
        coalesce(
            error_type,
            case when is_answer and has_failed then invocation_finish_reason end
        ) as error_type,
        text_length,
        text_fingerprint,
        case when is_correction then '{"is_correction": true}' end as properties,
        occurred_at,
        event_received_at as received_at
    from placed_events
)

select {{ map_columns('snowplow', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'channel',
    'app_version', 'model_name', 'tool_name', 'intent_name', 'intent_confidence',
    'is_intent_handled', 'latency_ms', 'input_tokens', 'output_tokens', 'is_error',
    'error_type', 'text_length', 'text_fingerprint', 'properties'
]) | indent(4) }}
from events
