{{ config(enabled=is_connected('zendesk')) }}
with

source as (
    {{ raw_rows('zendesk', 'user', [
        'id', 'external_id', 'role', 'created_at', 'updated_at', 'loaded_at',
        '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'user|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as user_id,
        {{ clean_text('external_id') }} as external_id,
        ---------- strings
        lower({{ clean_text('role') }}) as role_name,
        ---------- timestamps
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated_at', 'created_at']) }}
            as received_at
    from source
),

ranked as (
    select
        *,
        user_id is null or row_number() over (
            partition by user_id
            order by received_at desc, external_id desc, role_name desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
