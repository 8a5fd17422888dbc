{{ config(enabled=is_connected('optimizely')) }}
with

records as (
    select
        'decisions' as record_table,
        record_key,
        case when not is_randomised then 'not_randomised' end as record_fate
    from {{ ref('stg_optimizely__decisions') }}
)

select {{ map_columns('optimizely', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
