{{ config(enabled=is_connected('deepchecks')) }}
with

evaluations as (
    select
        record_key,
        score_id as evaluation_id,
        suite_name as evaluator_name,
        'code' as evaluator_kind,
        score_name,
        score_value,
        score_label,
        is_passed,
        case when dataset_name is null then 'run' else 'dataset' end as target_kind,
        coalesce(dataset_name, run_id) as target_id,
        run_id,
        model_name,
        evaluated_at,
        received_at
    from {{ ref('stg_deepchecks__scores') }}
),

unreadable as (
    select
        record_key,
        'run' as target_kind,
        evaluated_at,
        received_at
    from {{ ref('stg_deepchecks__results') }}
    where is_unreadable
)

{% for rows, given in {
    'evaluations': [
        'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_name',
        'evaluator_kind', 'score_name', 'score_value', 'score_label', 'is_passed',
        'target_kind', 'target_id', 'run_id', 'model_name'
    ],
    'unreadable': ['record_key', 'evaluated_at', 'received_at', 'target_kind']
}.items() -%}
    select {{ map_columns('deepchecks', 'evaluations', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
