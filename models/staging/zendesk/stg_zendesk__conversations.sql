{{ config(enabled=is_connected('zendesk')) }}
{#- A ticket is a session. A conversation may be of several tickets, where it goes on in
    messages. -#}
with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
    where is_latest and ticket_id is not null
),

users as (
    select * from {{ ref('stg_zendesk__users') }}
    where is_latest
),

chats as (
    select * from {{ ref('stg_zendesk__ticket_chats') }}
    where is_chat_of_ticket
),

asked as (
    select
        tickets.*,
        coalesce(users.external_id, tickets.requester_id) as user_id,
        {{ latest_of('tickets.received_at', 'users.received_at') }} as asked_received_at
    from tickets
    left join users
        on tickets.requester_id = users.user_id
)

select
    asked.ticket_id,
    asked.requester_id,
    asked.user_id,
    coalesce(chats.conversation_id, asked.ticket_id) as conversation_id,
    asked.channel,
    asked.is_deleted,
    {{ latest_of('asked.asked_received_at', 'chats.received_at') }} as received_at
from asked
left join chats
    on asked.ticket_id = chats.ticket_id
