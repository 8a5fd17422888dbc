{{ config(enabled=is_connected('segment')) }}
with

calls as (
    select
        *,
        lower(role) as role_name,
        -- Both names can be used for every message: then the role says whose it is.
        case
            when call_name not in ('message_sent', 'message_received') then call_name
            when lower(role) in ('customer', 'user') then 'message_sent'
            when lower(role) like '%agent' then 'message_received'
            else call_name
        end as event_name
    from {{ ref('stg_segment__calls') }}
    where is_latest and is_of_assistant
),

events as (
    select
        record_key,
        call_id as event_id,
        event_name,
        user_id,
        coalesce(
            anonymous_id,
            case when user_id is null then conversation_id end
        ) as anonymous_id,
        conversation_id,
        message_id,
        case
            when
                role_name = 'human_agent'
                or event_name = 'live_chat_message_received'
                then 'human_agent'
        end as role,
        app_version,
        locale,
        case
            when event_name in ('action_invoked', 'tool_invoked')
                then coalesce(action, type)
        end as tool_name,
        -- Its scale is nowhere said: score_names has to.
        case
            when event_name <> 'feedback_submitted' then null
            when message_id is null then 'conversation rating'
            else 'message rating'
        end as feedback_name,
        rating as feedback_value,
        case
            when event_name <> 'feedback_submitted' then null
            when message_id is null then 'session'
            else 'message'
        end as feedback_target,
        coalesce(experiment_id, experiment_name) as experiment_key,
        coalesce(variation_id, variation_name) as variant_key,
        message_body as text,
        occurred_at,
        received_at
    from calls
)

select {{ map_columns('segment', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'message_id', 'role', 'app_version', 'locale',
    'tool_name', 'feedback_name', 'feedback_value', 'feedback_target',
    'experiment_key', 'variant_key', 'text'
]) | indent(4) }}
from events
