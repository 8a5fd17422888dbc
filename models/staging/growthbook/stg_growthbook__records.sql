{{ config(enabled=is_connected('growthbook')) }}
with

records as (
    select
        'experiment_viewed' as record_table,
        record_key,
        case
            when experiment_id is null or variation_id is null then 'not_randomised'
        end as record_fate
    from {{ ref('stg_growthbook__experiment_views') }}
)

select {{ map_columns('growthbook', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
