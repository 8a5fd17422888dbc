{{ config(enabled=is_connected('posthog')) }}
with

-- Answers that a later capture of the same submission has again.
answered as (
    select
        record_key,
        {{ any_of('is_latest') }} as has_latest_answer
    from {{ ref('stg_posthog__survey_answers') }}
    group by record_key
),

embedded as (
    select
        captures.record_key,
        turns.trace_id is null as is_of_no_turn
    from {{ ref('stg_posthog__ai_captures') }} as captures
    left join {{ ref('stg_posthog__turns') }} as turns
        on captures.trace_id = turns.trace_id
    where captures.event_name = '$ai_embedding' and captures.trace_id is not null
),

records as (
    select
        'events' as record_table,
        captures.record_key,
        case
            when not captures.is_latest then 'superseded'
            when captures.capture_kind in ('other_event', 'other_signal')
                then captures.capture_kind
            when parsed.is_repeated then 'repeated'
            when not answered.has_latest_answer then 'superseded'
            when captures.capture_kind = 'evaluation' and not parsed.has_result
                then 'not_applicable'
            when embedded.is_of_no_turn then 'other_signal'
            when
                captures.capture_kind = 'part_of_turn'
                and captures.trace_id is not null
                and turns.record_key is null
                and not coalesce(lower(parsed.span_type) = 'tool', false)
                then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_posthog__captures') }} as captures
    left join {{ ref('stg_posthog__ai_captures') }} as parsed
        on captures.record_key = parsed.record_key
    left join answered
        on captures.record_key = answered.record_key
    left join embedded
        on captures.record_key = embedded.record_key
    left join {{ ref('stg_posthog__turns') }} as turns
        on captures.record_key = turns.record_key
)

select {{ map_columns('posthog', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
