{{ config(enabled=is_connected('posthog')) }}
{#- What a result is worth is said by the name of the evaluation: of PostHog's own, true
    is good (no hallucination, nothing toxic), of others it may be the opposite. -#}
with

results as (
    select
        record_key,
        capture_id as evaluation_id,
        evaluation_name as score_name,
        coalesce(score_label, sentiment_label, categorical_result) as score_label,
        -- Beside a word the result is that word again.
        coalesce(
            numeric_result,
            score_value,
            case
                when coalesce(score_label, sentiment_label, categorical_result) is null
                    then evaluation_result
            end
        ) as score_value,
        case evaluation_runtime
            when 'llm_judge' then 'llm_judge'
            when 'hog' then 'code'
            when 'sentiment' then 'code'
        end as evaluator_kind,
        target_event_id,
        experiment_id as run_id
    from {{ ref('stg_posthog__ai_captures') }}
    where has_result
    union all
    select
        record_key,
        rating_id as evaluation_id,
        rating_name as score_name,
        cast(null as {{ type_text() }}) as score_label,
        answer as score_value,
        given_by as evaluator_kind,
        cast(null as {{ type_text() }}) as target_event_id,
        cast(null as {{ type_text() }}) as run_id
    from {{ ref('stg_posthog__ratings') }}
    where given_by <> 'user'
),

-- An experiment runs without a user, whoever has started it.
evaluations as (
    select
        results.record_key,
        results.evaluation_id,
        results.score_name,
        results.score_name as evaluator_name,
        results.score_label,
        results.score_value,
        results.evaluator_kind,
        results.run_id,
        case
            when results.run_id is not null then 'run'
            when actors.message_id is null then 'session'
            else 'message'
        end as target_kind,
        coalesce(
            results.target_event_id,
            results.run_id,
            actors.message_id,
            actors.conversation_id
        ) as target_id,
        {% for column in ['user_id', 'anonymous_id'] -%}
            case when results.run_id is null then actors.{{ column }} end
                as {{ column }},
        {% endfor -%}
        actors.conversation_id,
        actors.message_id,
        actors.occurred_at as evaluated_at,
        actors.received_at
    from results
    inner join {{ ref('stg_posthog__capture_actors') }} as actors
        on results.record_key = actors.record_key
)

select {{ map_columns('posthog', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_kind',
    'evaluator_name', 'score_name', 'score_value', 'score_label', 'run_id',
    'target_kind', 'target_id', 'user_id', 'anonymous_id', 'conversation_id',
    'message_id'
]) | indent(4) }}
from evaluations
