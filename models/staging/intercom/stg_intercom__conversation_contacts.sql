{{ config(enabled=is_connected('intercom')) }}
with

source as (
    {{ raw_rows('intercom', 'conversation_contact_history', [
        'conversation_id', 'contact_id', 'conversation_updated_at', 'loaded_at',
        '_fivetran_active', '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'conversation_contact_history|'
        || coalesce({{ clean_text('conversation_id') }}, '') || '|'
        || coalesce({{ clean_text('contact_id') }}, '') as record_key,
        {{ clean_text('conversation_id') }} as conversation_id,
        {{ clean_text('contact_id') }} as contact_id,
        ---------- booleans
        coalesce({{ to_boolean('_fivetran_active') }}, true) as is_active,
        ---------- timestamps
        {{ to_utc_timestamp('conversation_updated_at') }} as changed_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'conversation_updated_at']) }}
            as received_at
    from source
),

-- A group has several contacts: one of them has to stand for the conversation.
ranked as (
    select
        *,
        row_number() over (
            partition by conversation_id, contact_id
            order by
                case when is_active then 0 else 1 end asc,
                changed_at desc,
                received_at desc
        ) = 1 as is_latest,
        row_number() over (
            partition by conversation_id
            order by
                case when is_active then 0 else 1 end asc,
                contact_id asc,
                changed_at desc,
                received_at desc
        ) = 1 as is_contact_of_conversation
    from renamed
)

select * from ranked
