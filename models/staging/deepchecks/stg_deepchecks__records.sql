{{ config(enabled=is_connected('deepchecks')) }}
with

scored as (
    select record_key
    from {{ ref('stg_deepchecks__scores') }}
    group by record_key
),

records as (
    select
        'results' as record_table,
        results.record_key,
        case
            when scored.record_key is null and not results.is_unreadable then 'no_score'
        end as record_fate
    from {{ ref('stg_deepchecks__results') }} as results
    left join scored
        on results.record_key = scored.record_key
)

select {{ map_columns('deepchecks', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
