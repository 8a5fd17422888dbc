{{ config(enabled=is_connected('whylogs')) }}
with

records as (
    select
        'profiles' as record_table,
        record_key
    from {{ ref('stg_whylogs__profiles') }}
)

select {{ map_columns('whylogs', 'records', ['record_table', 'record_key'])
    | indent(4) }}
from records
