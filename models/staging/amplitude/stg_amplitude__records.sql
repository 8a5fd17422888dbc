{{ config(enabled=is_connected('amplitude')) }}
with

parts as (
    select
        record_key,
        max(agent_event_kind) as agent_event_kind
    from {{ ref('stg_amplitude__agent_events') }}
    where agent_event_kind in ('part_of_turn', 'other_signal')
    group by record_key
),

records as (
    select
        'events' as record_table,
        logged_events.record_key,
        case
            when not logged_events.is_latest then 'superseded'
            when not logged_events.is_of_assistant then 'other_event'
            else parts.agent_event_kind
        end as record_fate
    from {{ ref('stg_amplitude__logged_events') }} as logged_events
    left join parts
        on logged_events.record_key = parts.record_key
)

select {{ map_columns('amplitude', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
