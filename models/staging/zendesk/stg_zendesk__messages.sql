{{ config(enabled=is_connected('zendesk')) }}
with

comments as (
    select
        record_key,
        'comment:' || comment_id as event_id,
        comment_id as message_id,
        ticket_id,
        cast(null as {{ type_text() }}) as chat_id,
        author_id,
        'comment' as message_type,
        cast(null as {{ type_text() }}) as told_kind,
        comment_text as message_text,
        cast(null as {{ type_double() }}) as sequence_number,
        false as is_bot,
        commented_at as said_at,
        received_at
    from {{ ref('stg_zendesk__ticket_comments') }}
    where is_latest and not is_internal and not is_deleted
),

-- A ticket may be known of a chat later than what is said in it.
chat_messages as (
    select
        events.record_key,
        'chat:' || coalesce(events.message_id, events.row_hash) as event_id,
        events.message_id,
        chats.ticket_id,
        events.chat_id,
        events.author_id,
        events.event_type as message_type,
        events.told_kind,
        events.message_text,
        events.chat_index as sequence_number,
        events.is_bot,
        events.happened_at as said_at,
        {{ latest_of('events.received_at', 'chats.received_at') }} as received_at
    from {{ ref('stg_zendesk__ticket_chat_events') }} as events
    left join {{ ref('stg_zendesk__ticket_chats') }} as chats
        on
            events.chat_id = chats.chat_id
            and chats.is_ticket_of_chat
    where
        not events.is_repeated
        and events.event_type in ('chatmessage', 'chatfileattachment', 'chatjoin')
),

said as (
    select * from comments
    union all
    select * from chat_messages
),

placed as (
    select
        said.*,
        conversations.requester_id,
        conversations.user_id as requester_user_id,
        coalesce(conversations.conversation_id, said.ticket_id, said.chat_id)
            as conversation_id,
        conversations.channel,
        coalesce(conversations.is_deleted, false) as is_deleted,
        {{ latest_of('said.received_at', 'conversations.received_at') }}
            as placed_received_at
    from said
    left join {{ ref('stg_zendesk__conversations') }} as conversations
        on said.ticket_id = conversations.ticket_id
),

authored as (
    select
        placed.*,
        coalesce(authors.external_id, placed.author_id) as author_user_id,
        case
            when placed.is_bot then 'bot'
            when placed.author_id = placed.requester_id then 'requester'
            when placed.author_id in ('__trigger', '__system') then 'rule'
            else coalesce(authors.role_name, placed.told_kind, 'unknown')
        end as author_kind,
        {{ latest_of('placed.placed_received_at', 'authors.received_at') }}
            as last_received_at
    from placed
    left join {{ ref('stg_zendesk__users') }} as authors
        on
            placed.author_id = authors.user_id
            and authors.is_latest
)

-- Who answers acts in the conversation of the requester.
select
    *,
    case
        when author_kind in ('requester', 'end-user') then author_user_id
        else requester_user_id
    end as user_id,
    case
        when author_kind in ('requester', 'end-user') then 'user'
        when author_kind = 'bot' then 'assistant'
        else 'human_agent'
    end as role_name,
    -- Of a rule nobody is answered. Who joins says something where it is staff.
    not is_deleted
    and author_kind <> 'rule'
    and (message_type <> 'chatjoin' or author_kind in ('agent', 'admin')) as is_event
from authored
