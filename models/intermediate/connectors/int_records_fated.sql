{{ config(enabled=has_connectors()) }}
{#- A record says why it is no event or evaluation, or has become one. What does neither
    is lost. -#}
with

made as (
    select
        source_name,
        record_key,
        'event' as record_fate
    from {{ ref('int_events_mapped') }}
    {{ union_distinct() }}
    select
        source_name,
        record_key,
        'evaluation' as record_fate
    from {{ ref('int_evaluations_mapped') }}
),

first_made as (
    select
        source_name,
        record_key,
        max(record_fate) as record_fate
    from made
    group by source_name, record_key
)

select
    records.source_name,
    records.record_table,
    coalesce(records.record_fate, first_made.record_fate, 'lost') as record_fate,
    count(*) as count_records
from {{ ref('int_records_mapped') }} as records
left join first_made
    on
        records.source_name = first_made.source_name
        and records.record_key = first_made.record_key
group by
    records.source_name,
    records.record_table,
    coalesce(records.record_fate, first_made.record_fate, 'lost')
