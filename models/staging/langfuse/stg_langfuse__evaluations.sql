{{ config(enabled=is_connected('langfuse')) }}
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
        run_id,
        case
            when run_id is not null then 'run'
            when trace_id is null then 'session'
            else 'message'
        end as target_kind,
        coalesce(observation_id, trace_id, session_id, run_id) as target_id,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        session_id as conversation_id,
        trace_id as message_id,
        scored_at as evaluated_at,
        received_at
    from {{ ref('stg_langfuse__score_targets') }}
    where given_by <> 'user'
)

select {{ map_columns('langfuse', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_kind',
    'evaluator_name', 'score_name', 'score_value', 'score_label', 'run_id',
    'target_kind', 'target_id', 'user_id', 'anonymous_id', 'conversation_id',
    'message_id'
]) | indent(4) }}
from evaluations
