{{ config(enabled=has_connectors()) }}
{#- What was evaluated of a conversation is an event of it: so it finds its session,
    and a reviewer's or a program's verdict on the resolution counts. What no user was in
    is none. -#}
with

evaluations as (
    select * from {{ ref('int_evaluations_judged') }}
    where
        quarantine_reason is null
        and coalesce(raw_user_id, raw_anonymous_id) is not null
),

events as (
    select
        source_name,
        raw_user_id as user_id,
        raw_anonymous_id as anonymous_id,
        evaluation_id as event_id,
        'evaluation_recorded' as event_name,
        evaluated_at as occurred_at,
        received_at,
        conversation_id,
        session_id,
        message_id,
        score_kind as feedback_kind,
        case when target_kind in ('message', 'session') then target_kind end
            as feedback_target,
        evaluator_kind as feedback_source,
        -- A score that is no rating is in fct_evaluations alone.
        case when score_kind is not null then score_value end as feedback_value,
        case when score_kind is not null then scale_min end as feedback_scale_min,
        case when score_kind is not null then scale_max end as feedback_scale_max
    from evaluations
)

select {{ map_columns('of their own', 'events', [
    'source_name', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'session_id', 'message_id', 'feedback_kind',
    'feedback_value', 'feedback_scale_min', 'feedback_scale_max', 'feedback_target',
    'feedback_source'
]) | indent(4) }}
from events
