{{ config(enabled=is_connected('zendesk')) }}
with

source as (
    {{ raw_rows('zendesk', 'ticket_comment', [
        'id', 'ticket_id', 'user_id', 'body', ('is_public', 'public'), 'created',
        'loaded_at', '_fivetran_synced', '_fivetran_deleted'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'ticket_comment|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as comment_id,
        {{ clean_text('ticket_id') }} as ticket_id,
        {{ clean_text('user_id') }} as author_id,
        ---------- strings
        cast(body as {{ type_text() }}) as comment_text,
        ---------- booleans
        -- A comment is public unless it is said not to be.
        not coalesce({{ to_boolean('is_public') }}, true) as is_internal,
        coalesce({{ to_boolean('_fivetran_deleted') }}, false) as is_deleted,
        ---------- timestamps
        {{ to_utc_timestamp('created') }} as commented_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'created']) }} as received_at
    from source
),

ranked as (
    select
        *,
        comment_id is null or row_number() over (
            partition by comment_id
            order by received_at desc, commented_at desc, comment_text desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
