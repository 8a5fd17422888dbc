{{ config(enabled=is_connected('intercom')) }}
with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

-- The first message is no part of its conversation.
questions as (
    select
        record_key,
        'conversation:' || conversation_id as event_id,
        'source by ' || first_author_type as event_name,
        began_at as occurred_at,
        received_at,
        user_id,
        conversation_id,
        first_message_id as message_id,
        channel,
        'user' as role,
        first_text as text
    from conversations
    where is_begun_by_contact and not is_preview
),

messages as (
    select
        record_key,
        event_id,
        part_type || ' by ' || author_type as event_name,
        said_at as occurred_at,
        received_at,
        user_id,
        conversation_id,
        message_id,
        channel,
        role_name as role,
        message_text as text
    from {{ ref('stg_intercom__messages') }}
    where not is_preview
),

take_overs as (
    select
        record_key,
        event_id || ':taken_over' as event_id,
        'escalation_accepted' as event_name,
        said_at as occurred_at,
        received_at,
        user_id,
        conversation_id,
        channel,
        role_name as role
    from {{ ref('stg_intercom__messages') }}
    where is_first_of_staff and not is_preview
),

changes as (
    select
        changes.record_key,
        changes.change_id as event_id,
        case
            when changes.change_name = 'resolution_state'
                then 'resolution_state ' || changes.change_value
            else changes.change_name
        end as event_name,
        changes.happened_at as occurred_at,
        {{ latest_of('changes.received_at', 'conversations.received_at') }}
            as received_at,
        conversations.user_id,
        changes.conversation_id,
        conversations.channel,
        case when changes.change_name like '%remark' then 'free' end as feedback_kind,
        case
            when
                changes.change_name
                in ('conversation_rating', 'ai_agent_rating', 'resolution_state')
                then changes.change_name
        end as feedback_name,
        case
            when changes.change_name = 'resolution_state' then changes.change_value
        end as feedback_label,
        case when changes.change_name like '%rating' then changes.change_value end
            as feedback_value,
        -- The rating of the agent is of its answers, that of the conversation of all.
        case when changes.change_name like 'ai_agent%' then 'message' else 'session' end
            as feedback_target,
        case when changes.change_name like '%remark' then changes.change_value end
            as text
    from {{ ref('stg_intercom__conversation_changes') }} as changes
    left join conversations
        on changes.conversation_id = conversations.conversation_id
    where not coalesce(conversations.is_preview, false)
),

-- What has no id of its own cannot be told from others of its kind.
unnamed as (
    select
        record_key,
        received_at
    from {{ ref('stg_intercom__conversation_versions') }}
    where conversation_id is null
),

{% set given = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'session_id', 'channel'
] -%}
{% set sets = {
    'questions': given + ['message_id', 'role', 'text'],
    'messages': given + ['message_id', 'role', 'text'],
    'take_overs': given + ['role'],
    'changes': given + [
        'feedback_kind', 'feedback_name', 'feedback_label', 'feedback_value',
        'feedback_target', 'text'
    ]
} -%}
{% for name in sets -%}
    {{ name }}_placed as (
        select
            *,
            conversation_id as session_id,
            case when user_id is null then conversation_id end as anonymous_id
        from {{ name }}
    ){{ ',' if not loop.last }}

{% endfor -%}

{% for name, given in sets.items() -%}
    select {{ map_columns('intercom', 'events', given) | indent(8) }}
    from {{ name }}_placed
    union all
{% endfor -%}
select
    {{ map_columns('intercom', 'events', ['record_key', 'received_at']) | indent(4) }}
from unnamed
