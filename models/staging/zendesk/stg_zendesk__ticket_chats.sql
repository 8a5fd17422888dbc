{{ config(enabled=is_connected('zendesk')) }}
with

source as (
    {{ raw_rows('zendesk', 'ticket_chat', [
        'chat_id', 'ticket_id', 'conversation_id', 'loaded_at', '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'ticket_chat|' || coalesce({{ clean_text('chat_id') }}, '')
        || '|' || coalesce({{ clean_text('ticket_id') }}, '') as record_key,
        {{ clean_text('chat_id') }} as chat_id,
        {{ clean_text('ticket_id') }} as ticket_id,
        {{ clean_text('conversation_id') }} as conversation_id,
        ---------- timestamps
        {{ receipt_of(['loaded_at', '_fivetran_synced']) }} as received_at
    from source
),

-- A chat of two tickets has its messages once, and a ticket has one conversation.
ranked as (
    select
        *,
        row_number() over (
            partition by chat_id
            order by received_at desc, ticket_id desc, conversation_id desc
        ) = 1 as is_ticket_of_chat,
        row_number() over (
            partition by ticket_id
            order by
                case when conversation_id is null then 1 else 0 end asc,
                received_at desc,
                chat_id desc,
                conversation_id desc
        ) = 1 as is_chat_of_ticket
    from renamed
)

select * from ranked
