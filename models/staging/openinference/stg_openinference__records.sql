{{ config(enabled=is_connected('openinference')) }}
with

annotations as (
    select * from {{ ref('stg_openinference__placed_annotations') }}
),

current_annotations as (
    select record_key from annotations
    where is_latest
    group by record_key
),

turns as (
    select
        trace_key,
        record_key
    from {{ ref('stg_openinference__turns') }}
),

records as (
    select
        'spans' as record_table,
        spans.record_key,
        case
            when not spans.is_latest then 'superseded'
            when
                spans.span_id is null
                or spans.record_key = turns.record_key
                or current_annotations.record_key is not null
                then null
            when turns.trace_key is null then 'other_signal'
            when spans.span_kind <> 'TOOL' then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_openinference__spans') }} as spans
    left join turns
        on spans.trace_key = turns.trace_key
    left join current_annotations
        on spans.record_key = current_annotations.record_key
    union all
    select
        'project_sessions' as record_table,
        record_key,
        case when is_latest then 'container' else 'superseded' end as record_fate
    from {{ ref('stg_openinference__project_sessions') }}
    union all
    select
        annotations.record_table,
        annotations.record_key,
        case when not annotations.is_latest then 'superseded' end as record_fate
    from annotations
    where annotations.record_table <> 'spans'
)

select {{ map_columns('openinference', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
