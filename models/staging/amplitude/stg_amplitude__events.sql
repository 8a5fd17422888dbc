{{ config(enabled=is_connected('amplitude')) }}
with

agent_events as (
    select
        *,
        coalesce(
            device_id, case when user_id is null then conversation_id end
        ) as anonymous_id,
        coalesce(agent_version, version_name) as app_version,
        -- Of several calls none is the wait of the user: that goes by the clock.
        case when count_calls = 1 then latency_ms end as answer_latency_ms,
        case when count_calls = 1 then time_to_first_token_ms end
            as answer_first_token_ms
    from {{ ref('stg_amplitude__agent_events') }}
    where agent_event_kind = 'event'
),

-- Asked for again or corrected, a question is no other one.
events as (
    select
        record_key,
        logged_event_id as event_id,
        case
            when logged_name <> '[agent] user message' then logged_name
            when coalesce(is_regeneration, false) then 'regenerate_requested'
            when coalesce(is_edit, false) then 'message_edited'
            else logged_name
        end as event_name,
        user_id,
        anonymous_id,
        conversation_id,
        trace_id as turn_id,
        case
            when logged_name <> '[agent] score'
                then
                    case
                        when coalesce(is_edit, false) then edited_message_id
                        else message_id
                    end
            when lower(target_type) = 'message' then target_id
        end as message_id,
        app_version,
        locale,
        case when logged_name = '[agent] ai response' then model_name end as model_name,
        tool_name,
        error_type,
        case logged_name
            when '[agent] ai response' then answer_latency_ms
            when '[agent] tool call' then latency_ms
        end as latency_ms,
        answer_first_token_ms as time_to_first_token_ms,
        total_input_tokens as input_tokens,
        total_output_tokens as output_tokens,
        total_cost_usd as cost_usd,
        coalesce(has_error, not has_succeeded, false) as is_error,
        case when logged_name = '[agent] score' then score_name end as feedback_name,
        case when logged_name = '[agent] score' then score_value end as feedback_value,
        case when logged_name = '[agent] score' then lower(target_type) end
            as feedback_target,
        message_text as text,
        occurred_at,
        case when is_answer then last_received_at else received_at end as received_at
    from agent_events
),

copies as (
    select
        record_key,
        logged_event_id || ':copied' as event_id,
        'response_copied' as event_name,
        user_id,
        anonymous_id,
        conversation_id,
        trace_id as turn_id,
        message_id,
        app_version,
        locale,
        occurred_at,
        last_received_at as received_at
    from agent_events
    where is_answer and coalesce(was_copied, false)
)

{% set whose = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'app_version', 'locale'
] -%}
select {{ map_columns('amplitude', 'events', whose + [
    'model_name', 'tool_name', 'error_type', 'latency_ms', 'time_to_first_token_ms',
    'input_tokens', 'output_tokens', 'cost_usd', 'is_error', 'feedback_name',
    'feedback_value', 'feedback_target', 'text'
]) | indent(4) }}
from events
union all
select {{ map_columns('amplitude', 'events', whose) | indent(4) }}
from copies
