{{ config(enabled=is_connected('google_adk')) }}
with

parts as (
    select record_key from {{ ref('stg_google_adk__steps') }}
    where is_part
    group by record_key
),

turns as (
    select record_key from {{ ref('stg_google_adk__turns') }}
    where has_response or is_unasked
    group by record_key
),

records as (
    select
        'agent_events' as record_table,
        events.record_key,
        case
            when not events.is_first then 'repeated'
            when parts.record_key is not null and turns.record_key is null
                then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_google_adk__agent_events') }} as events
    left join parts
        on events.record_key = parts.record_key
    left join turns
        on events.record_key = turns.record_key
)

select {{ map_columns('google_adk', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
