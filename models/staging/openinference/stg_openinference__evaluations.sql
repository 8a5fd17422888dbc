{{ config(enabled=is_connected('openinference')) }}
with

evaluations as (
    select
        record_key,
        score_id as evaluation_id,
        given_by as evaluator_kind,
        -- The identifier of a person's is the person.
        case
            when given_by in ('llm_judge', 'code') then coalesce(identifier, score_name)
            else score_name
        end as evaluator_name,
        score_name,
        score_value,
        score_label,
        case when scope = 'session' then 'session' else 'message' end as target_kind,
        target_id,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        session_id as conversation_id,
        trace_key as message_id,
        scored_at as evaluated_at,
        received_at
    from {{ ref('stg_openinference__annotation_targets') }}
    where is_latest and coalesce(given_by, '') <> 'user'
)

select {{ map_columns('openinference', 'evaluations', [
    'record_key', 'evaluation_id', 'evaluated_at', 'received_at', 'evaluator_kind',
    'evaluator_name', 'score_name', 'score_value', 'score_label', 'target_kind',
    'target_id', 'user_id', 'anonymous_id', 'conversation_id', 'message_id'
]) | indent(4) }}
from evaluations
