{{ config(enabled=is_connected('langsmith')) }}
with

evaluations as (
    select
        record_key,
        score_id as evaluation_id,
        given_by as evaluator_kind,
        score_name as evaluator_name,
        score_name,
        score_value,
        score_label,
        case when is_experiment then 'sample' else 'message' end as target_kind,
        run_id as target_id,
        -- An experiment is no conversation of the user who ran it.
        case when not is_experiment then user_id end as user_id,
        case when not is_experiment and user_id is null then anonymous_id end
            as anonymous_id,
        case when not is_experiment then thread_id end as conversation_id,
        case when not is_experiment then trace_id end as message_id,
        scored_at as evaluated_at,
        received_at
    from {{ ref('stg_langsmith__feedback_targets') }}
    where
        is_latest
        and given_by <> 'user'
        and coalesce(score_value, score_label) is not null
)

select {{ map_columns('langsmith', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_kind',
    'evaluator_name', 'score_name', 'score_value', 'score_label', 'target_kind',
    'target_id', 'user_id', 'anonymous_id', 'conversation_id', 'message_id'
]) | indent(4) }}
from evaluations
