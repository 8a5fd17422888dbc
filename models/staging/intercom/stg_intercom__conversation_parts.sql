{{ config(enabled=is_connected('intercom')) }}
with

source as (
    {{ raw_rows('intercom', 'conversation_part_history', [
        'id', 'conversation_id', 'part_type', 'author_id', 'author_type', 'body',
        'created_at', 'updated_at', 'loaded_at', '_fivetran_active', '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'conversation_part_history|' || coalesce({{ clean_text('id') }}, '')
            as record_key,
        {{ clean_text('id') }} as part_id,
        {{ clean_text('conversation_id') }} as conversation_id,
        {{ clean_text('author_id') }} as author_id,
        ---------- strings
        lower({{ clean_text('part_type') }}) as part_type,
        coalesce(lower({{ clean_text('author_type') }}), 'unknown') as author_type,
        cast(body as {{ type_text() }}) as part_text,
        ---------- booleans
        {{ clean_text('body') }} is not null as has_text,
        coalesce({{ to_boolean('_fivetran_active') }}, true) as is_active,
        ---------- timestamps
        {{ to_utc_timestamp('created_at') }} as said_at,
        {{ to_utc_timestamp('updated_at') }} as changed_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated_at', 'created_at']) }}
            as received_at
    from source
),

-- A part that assigns, opens or closes may say something, too.
described as (
    select
        *,
        coalesce(part_type in ('note', 'note_and_reopen'), false) as is_internal,
        coalesce(
            part_type in ('comment', 'quick_reply')
            or (part_type in ('assignment', 'open', 'close') and has_text),
            false
        ) as is_said
    from renamed
),

ranked as (
    select
        *,
        part_id is null or row_number() over (
            partition by part_id
            order by
                case when is_active then 0 else 1 end asc,
                changed_at desc,
                received_at desc,
                part_text desc
        ) = 1 as is_latest
    from described
)

select * from ranked
