{{ config(enabled=is_connected('zendesk')) }}
with

source as (
    {{ raw_rows('zendesk', 'ticket', [
        'id', 'requester_id', 'via_channel', 'status', 'created_at', 'updated_at',
        'loaded_at', '_fivetran_synced', '_fivetran_deleted'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'ticket|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as ticket_id,
        {{ clean_text('requester_id') }} as requester_id,
        ---------- strings
        lower({{ clean_text('via_channel') }}) as channel,
        ---------- booleans
        coalesce({{ to_boolean('_fivetran_deleted') }}, false)
        or coalesce(lower({{ clean_text('status') }}) = 'deleted', false) as is_deleted,
        ---------- timestamps
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated_at', 'created_at']) }}
            as received_at
    from source
),

-- A loader that appends repeats a ticket that has changed.
ranked as (
    select
        *,
        ticket_id is null or row_number() over (
            partition by ticket_id
            order by received_at desc, requester_id desc, channel desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
