{{ config(enabled=is_connected('statsig')) }}
with

records as (
    select
        'exposures' as record_table,
        record_key,
        case when not is_randomised then 'not_randomised' end as record_fate
    from {{ ref('stg_statsig__assignments') }}
)

select {{ map_columns('statsig', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
