{{ config(enabled=is_connected('zendesk')) }}
with

messages as (
    select
        record_key,
        event_id,
        message_type || ' by ' || author_kind as event_name,
        said_at as occurred_at,
        last_received_at as received_at,
        sequence_number,
        user_id,
        case when user_id is null then conversation_id end as anonymous_id,
        conversation_id,
        ticket_id as session_id,
        message_id,
        role_name as role,
        channel,
        message_text as text
    from {{ ref('stg_zendesk__messages') }}
    where is_event
),

changes as (
    select
        changes.*,
        conversations.user_id,
        coalesce(conversations.conversation_id, changes.ticket_id) as conversation_id,
        conversations.channel,
        {{ latest_of('changes.received_at', 'conversations.received_at') }}
            as last_received_at
    from {{ ref('stg_zendesk__ticket_field_changes') }} as changes
    left join {{ ref('stg_zendesk__conversations') }} as conversations
        on changes.ticket_id = conversations.ticket_id
    where
        changes.is_satisfaction
        and not changes.is_repeated
        and not coalesce(conversations.is_deleted, false)
),

-- What a score is called says whether it is one: it is offered before it is given.
satisfactions as (
    select
        record_key,
        change_id as event_id,
        case
            when field_name = 'satisfaction_score'
                then 'satisfaction_score ' || field_value
            else 'satisfaction_comment'
        end as event_name,
        changed_at as occurred_at,
        last_received_at as received_at,
        user_id,
        case when user_id is null then conversation_id end as anonymous_id,
        conversation_id,
        ticket_id as session_id,
        channel,
        case when field_name = 'satisfaction_score' then field_name end
            as feedback_name,
        case when field_name = 'satisfaction_score' then field_value end
            as feedback_label,
        case when field_name = 'satisfaction_comment' then 'free' end as feedback_kind,
        'session' as feedback_target,
        case when field_name = 'satisfaction_comment' then field_value end as text
    from changes
)

{% for rows, given in {
    'messages': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at',
        'sequence_number', 'user_id', 'anonymous_id', 'conversation_id', 'session_id',
        'message_id', 'role', 'channel', 'text'
    ],
    'satisfactions': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'session_id', 'channel', 'feedback_name',
        'feedback_label', 'feedback_kind', 'feedback_target', 'text'
    ]
}.items() -%}
    select {{ map_columns('zendesk', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
