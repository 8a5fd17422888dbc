{{ config(enabled=is_connected('opentelemetry')) }}
with

evaluations as (
    select
        record_key,
        score_id as evaluation_id,
        scored_at as evaluated_at,
        received_at,
        score_name as evaluator_name,
        score_name,
        score_value,
        score_label,
        'message' as target_kind,
        coalesce(response_id, turn_id) as target_id,
        user_id,
        case
            when user_id is null then coalesce(session_id, conversation_id, trace_id)
        end as anonymous_id,
        coalesce(conversation_id, session_id) as conversation_id,
        turn_id as message_id
    from {{ ref('stg_opentelemetry__scores') }}
    where coalesce(given_by, 'code') <> 'user'
)

select {{ map_columns('opentelemetry', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_name',
    'score_name', 'score_value', 'score_label', 'target_kind', 'target_id', 'user_id',
    'anonymous_id', 'conversation_id', 'message_id'
]) | indent(4) }}
from evaluations
