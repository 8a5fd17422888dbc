{{ config(enabled=is_connected('openai_evals')) }}
with

scores as (
    select
        *,
        {{ to_number('given_score') }} is not null
        or {{ to_boolean('given_score') }} is not null as is_readable
    from {{ ref('stg_openai_evals__scores') }}
),

evaluations as (
    select
        scores.record_key,
        scores.score_id as evaluation_id,
        runs.eval_name as evaluator_name,
        runs.eval_version as evaluator_version,
        scores.score_name,
        -- A choice of a grader is a word, and no number that cannot be read.
        case when scores.is_readable then scores.given_score end as score_value,
        case when not scores.is_readable then scores.given_score end as score_label,
        scores.is_correct as is_passed,
        scores.target_kind,
        case
            when scores.target_kind = 'run' then scores.run_id
            else scores.sample_id
        end as target_id,
        scores.run_id,
        runs.model_name,
        coalesce(scores.logged_at, runs.finished_at) as evaluated_at,
        {{ latest_of('scores.received_at', 'runs.received_at') }} as received_at
    from scores
    left join {{ ref('stg_openai_evals__runs') }} as runs
        on scores.run_id = runs.run_id
)

select {{ map_columns('openai_evals', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_name',
    'evaluator_version', 'score_name', 'score_value', 'score_label', 'is_passed',
    'target_kind', 'target_id', 'run_id', 'model_name'
]) | indent(4) }}
from evaluations
