{{ config(enabled=is_connected('opentelemetry')) }}
with

records as (
    select
        'lines' as record_table,
        record_key,
        case
            when resource_spans is not null or resource_logs is not null
                then 'container'
            when resource_metrics is not null then 'other_signal'
        end as record_fate
    from {{ ref('stg_opentelemetry__lines') }}
    union all
    select
        'spans' as record_table,
        spans.record_key,
        case
            when
                spans.trace_id is null
                or spans.span_id is null
                or turns.span_id is not null
                then null
            when steps.step_kind = 'tool' then null
            when places.turn_id is not null then 'part_of_turn'
            else 'other_signal'
        end as record_fate
    from {{ ref('stg_opentelemetry__spans') }} as spans
    left join {{ ref('stg_opentelemetry__steps') }} as steps
        on
            spans.trace_id = steps.trace_id
            and spans.span_id = steps.span_id
    left join {{ ref('stg_opentelemetry__turn_steps') }} as places
        on
            spans.trace_id = places.trace_id
            and spans.span_id = places.span_id
    left join {{ ref('stg_opentelemetry__turns') }} as turns
        on
            spans.trace_id = turns.trace_id
            and spans.span_id = turns.span_id
    union all
    select
        'log_records' as record_table,
        record_key,
        case
            when event_name = 'gen_ai.evaluation.result' then null
            when event_name like 'gen_ai.%' then 'part_of_turn'
            else 'other_signal'
        end as record_fate
    from {{ ref('stg_opentelemetry__logs') }}
)

select {{ map_columns('opentelemetry', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
