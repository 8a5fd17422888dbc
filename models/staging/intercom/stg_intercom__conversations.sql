{{ config(enabled=is_connected('intercom')) }}
{#- Whose a conversation is: of who began it, where that was no outbound message, else
    of its contact, else of who rated it. -#}
with

versions as (
    select
        *,
        coalesce(first_author_type in ('user', 'lead', 'contact'), false)
            as is_begun_by_contact
    from {{ ref('stg_intercom__conversation_versions') }}
    where is_latest and conversation_id is not null
),

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
    where is_latest
),

claimed as (
    select
        versions.*,
        coalesce(
            case when versions.is_begun_by_contact then versions.first_author_id end,
            links.contact_id,
            versions.rating_contact_id
        ) as contact_id,
        {{ latest_of('versions.received_at', 'links.received_at') }}
            as claimed_received_at
    from versions
    left join {{ ref('stg_intercom__conversation_contacts') }} as links
        on
            versions.conversation_id = links.conversation_id
            and links.is_contact_of_conversation
)

select
    claimed.record_key,
    claimed.conversation_id,
    claimed.first_message_id,
    coalesce(contacts.external_id, claimed.contact_id) as user_id,
    claimed.first_author_type,
    claimed.first_text,
    claimed.channel,
    claimed.is_begun_by_contact,
    claimed.is_preview,
    claimed.began_at,
    {{ latest_of('claimed.claimed_received_at', 'contacts.received_at') }}
        as received_at
from claimed
left join contacts
    on claimed.contact_id = contacts.contact_id
