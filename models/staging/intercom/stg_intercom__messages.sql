{{ config(enabled=is_connected('intercom')) }}
with

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
    where is_latest and is_said
),

placed as (
    select
        parts.record_key,
        'part:' || parts.part_id as event_id,
        parts.part_id as message_id,
        parts.conversation_id,
        parts.part_type,
        parts.author_type,
        parts.author_id,
        case
            when parts.author_type in ('user', 'lead', 'contact') then 'user'
            when parts.author_type = 'bot' then 'assistant'
            else 'human_agent'
        end as role_name,
        parts.part_text as message_text,
        conversations.user_id as contact_user_id,
        conversations.channel,
        coalesce(conversations.is_preview, false) as is_preview,
        parts.said_at,
        {{ latest_of('parts.received_at', 'conversations.received_at') }}
            as placed_received_at
    from parts
    left join {{ ref('stg_intercom__conversations') }} as conversations
        on parts.conversation_id = conversations.conversation_id
),

-- In a group each has a say; who answers acts in the conversation of its contact.
authored as (
    select
        placed.*,
        case
            when placed.role_name = 'user'
                then coalesce(
                    contacts.external_id, placed.author_id, placed.contact_user_id
                )
            else placed.contact_user_id
        end as user_id,
        {{ latest_of('placed.placed_received_at', 'contacts.received_at') }}
            as received_at
    from placed
    left join {{ ref('stg_intercom__contacts') }} as contacts
        on
            placed.author_id = contacts.contact_id
            and contacts.is_latest
)

select
    *,
    author_type = 'admin' and row_number() over (
        partition by conversation_id, author_type
        order by said_at asc, message_id asc
    ) = 1 as is_first_of_staff
from authored
