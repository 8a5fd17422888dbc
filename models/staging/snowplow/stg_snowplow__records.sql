{{ config(enabled=is_connected('snowplow')) }}
with

parts as (
    select record_key
    from {{ ref('stg_snowplow__placed_events') }}
    where agent_event_kind = 'part_of_turn'
    group by record_key
),

records as (
    select
        'events' as record_table,
        atomic_events.record_key,
        case
            when not atomic_events.is_latest then 'superseded'
            when not atomic_events.is_of_assistant then 'other_event'
            when parts.record_key is not null then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_snowplow__atomic_events') }} as atomic_events
    left join parts
        on atomic_events.record_key = parts.record_key
)

select {{ map_columns('snowplow', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
