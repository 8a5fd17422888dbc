{{ config(enabled=is_connected('zendesk')) }}
with

messages as (
    select * from {{ ref('stg_zendesk__messages') }}
),

deleted_tickets as (
    select ticket_id from {{ ref('stg_zendesk__conversations') }}
    where is_deleted
),

records as (
    select
        'ticket' as record_table,
        record_key,
        case
            when not is_latest then 'superseded'
            when is_deleted then 'deleted'
            else 'container'
        end as record_fate
    from {{ ref('stg_zendesk__tickets') }}
    union all
    select
        'ticket_chat' as record_table,
        record_key,
        'container' as record_fate
    from {{ ref('stg_zendesk__ticket_chats') }}
    union all
    select
        'user' as record_table,
        record_key,
        case when is_latest then 'lookup' else 'superseded' end as record_fate
    from {{ ref('stg_zendesk__users') }}
    union all
    select
        'ticket_comment' as record_table,
        ticket_comments.record_key,
        case
            when not ticket_comments.is_latest then 'superseded'
            when ticket_comments.is_deleted or deleted_tickets.ticket_id is not null
                then 'deleted'
            when ticket_comments.is_internal then 'internal'
        end as record_fate
    from {{ ref('stg_zendesk__ticket_comments') }} as ticket_comments
    left join deleted_tickets
        on ticket_comments.ticket_id = deleted_tickets.ticket_id
    union all
    select
        'ticket_chat_event' as record_table,
        events.record_key,
        case
            when events.is_repeated then 'repeated'
            when messages.is_deleted then 'deleted'
            when messages.author_kind = 'rule' then 'automated'
            when messages.is_event then null
            else 'other_signal'
        end as record_fate
    from {{ ref('stg_zendesk__ticket_chat_events') }} as events
    left join messages
        on events.record_key = messages.record_key
    union all
    select
        'ticket_field_history' as record_table,
        changes.record_key,
        case
            when not changes.is_satisfaction then 'other_signal'
            when deleted_tickets.ticket_id is not null then 'deleted'
            when changes.is_repeated then 'repeated'
        end as record_fate
    from {{ ref('stg_zendesk__ticket_field_changes') }} as changes
    left join deleted_tickets
        on changes.ticket_id = deleted_tickets.ticket_id
)

select {{ map_columns('zendesk', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
