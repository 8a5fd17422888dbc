{{ config(enabled=is_connected('langfuse')) }}
with

records as (
    select
        'traces' as record_table,
        record_key,
        case when not is_latest then 'superseded' end as record_fate
    from {{ ref('stg_langfuse__traces') }}
    union all
    select
        record_table,
        record_key,
        case
            when not is_latest then 'superseded'
            when observation_type <> 'TOOL' then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_langfuse__observations') }}
    union all
    select
        'scores' as record_table,
        record_key,
        case when not is_latest then 'superseded' end as record_fate
    from {{ ref('stg_langfuse__scores') }}
)

select {{ map_columns('langfuse', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
