{{ config(enabled=is_connected('langsmith')) }}
with

records as (
    select
        'runs' as record_table,
        runs.record_key,
        case
            when not runs.is_latest then 'superseded'
            when turns.is_experiment then 'test_traffic'
            when
                runs.run_id is not null
                and coalesce(runs.run_type, '') <> 'tool'
                and runs.record_key <> turns.record_key
                then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_langsmith__runs') }} as runs
    left join {{ ref('stg_langsmith__turns') }} as turns
        on runs.trace_id = turns.trace_id
    union all
    select
        'feedback' as record_table,
        record_key,
        case
            when not is_latest then 'superseded'
            when given_by = 'user' and is_experiment then 'test_traffic'
            when
                given_by <> 'user'
                and coalesce(score_value, score_label) is null
                then 'comment'
        end as record_fate
    from {{ ref('stg_langsmith__feedback_targets') }}
)

select {{ map_columns('langsmith', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
