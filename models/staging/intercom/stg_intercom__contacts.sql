{{ config(enabled=is_connected('intercom')) }}
with

source as (
    {{ raw_rows('intercom', 'contact_history', [
        'id', 'external_id', 'created_at', 'updated_at', 'loaded_at',
        '_fivetran_active', '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'contact_history|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as contact_id,
        {{ clean_text('external_id') }} as external_id,
        ---------- booleans
        coalesce({{ to_boolean('_fivetran_active') }}, true) as is_active,
        ---------- timestamps
        {{ to_utc_timestamp('updated_at') }} as changed_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated_at', 'created_at']) }}
            as received_at
    from source
),

ranked as (
    select
        *,
        contact_id is null or row_number() over (
            partition by contact_id
            order by
                case when is_active then 0 else 1 end asc,
                changed_at desc,
                received_at desc,
                external_id desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
