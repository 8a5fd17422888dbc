{{ config(enabled=is_connected('whylogs')) }}
with

evaluations as (
    select
        record_key,
        profile_id || '|' || score_name as evaluation_id,
        'whylogs' as evaluator_name,
        'code' as evaluator_kind,
        score_name,
        measured_value as score_value,
        sample_size,
        'dataset' as target_kind,
        coalesce(dataset_id || '/', '') || coalesce(segment || '/', '') || column_name
            as target_id,
        profiled_at as evaluated_at,
        received_at
    from {{ ref('stg_whylogs__measures') }}
    union all
    -- Without a measure there is nothing but a row to show.
    select
        profiles.record_key,
        cast(null as {{ type_text() }}) as evaluation_id,
        'whylogs' as evaluator_name,
        'code' as evaluator_kind,
        cast(null as {{ type_text() }}) as score_name,
        cast(null as {{ type_text() }}) as score_value,
        cast(null as {{ type_text() }}) as sample_size,
        'dataset' as target_kind,
        profiles.column_name as target_id,
        profiles.profiled_at as evaluated_at,
        coalesce(profiles.came_at, profiles.profiled_at) as received_at
    from {{ ref('stg_whylogs__profiles') }} as profiles
    left join {{ ref('stg_whylogs__measures') }} as measures
        on profiles.record_key = measures.record_key
    where measures.record_key is null
)

select {{ map_columns('whylogs', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_name',
    'evaluator_kind', 'score_name', 'score_value', 'sample_size', 'target_kind',
    'target_id'
]) | indent(4) }}
from evaluations
