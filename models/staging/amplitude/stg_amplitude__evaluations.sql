{{ config(enabled=is_connected('amplitude')) }}
with

results as (
    select
        *,
        coalesce(score_value, binary_value, binary_label) as given_value
    from {{ ref('stg_amplitude__agent_events') }}
    where agent_event_kind = 'evaluation'
),

evaluations as (
    select
        record_key,
        logged_event_id as evaluation_id,
        coalesce(score_name, evaluator_name) as score_name,
        coalesce(evaluator_name, score_name) as evaluator_name,
        evaluator_version,
        case
            when lower(evaluation_source) = 'reviewer' then 'reviewer'
            when lower(evaluation_method) = 'code' then 'code'
            else 'llm_judge'
        end as evaluator_kind,
        given_value as score_value,
        -- Beside a number a word only says how high it is.
        case when given_value is null then evaluator_label end as score_label,
        case when lower(target_type) = 'message' then 'message' else 'session' end
            as target_kind,
        coalesce(target_id, conversation_id) as target_id,
        user_id,
        coalesce(
            device_id, case when user_id is null then conversation_id end
        ) as anonymous_id,
        conversation_id,
        case when lower(target_type) = 'message' then target_id end as message_id,
        coalesce(evaluated_at, occurred_at) as evaluated_at,
        received_at
    from results
)

select {{ map_columns('amplitude', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_kind',
    'evaluator_name', 'evaluator_version', 'score_name', 'score_value', 'score_label',
    'target_kind', 'target_id', 'user_id', 'anonymous_id', 'conversation_id',
    'message_id'
]) | indent(4) }}
from evaluations
