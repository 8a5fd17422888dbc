{{ config(enabled=is_connected('snowplow')) }}
with

placed as (
    select
        agent_events.*,
        coalesce(agent_events.session_id, invocations.session_id) as conversation_id,
        coalesce(agent_events.model_name, invocations.model_name) as known_model_name,
        coalesce(agent_events.agent_version, invocations.agent_version) as app_version,
        coalesce(
            agent_events.intent_category,
            invocations.intent_category,
            agent_events.constraint_type
        ) as intent_name,
        coalesce(agent_events.confidence, invocations.confidence) as intent_confidence,
        invocations.finish_reason as invocation_finish_reason,
        invocations.input_tokens as invocation_input_tokens,
        invocations.output_tokens as invocation_output_tokens,
        coalesce(invocations.has_failed, false) as has_failed,
        coalesce(invocations.is_received, false) as is_received,
        coalesce(invocations.has_violation, false) as has_violation,
        {{ latest_of('agent_events.received_at', 'invocations.received_at') }}
            as known_at
    from {{ ref('stg_snowplow__agent_events') }} as agent_events
    left join {{ ref('stg_snowplow__invocations') }} as invocations
        on agent_events.invocation_id = invocations.invocation_id
),

-- Where no browser is tracked, an invocation is the question.
asked as (
    select
        conversation_id,
        min(received_at) as received_at
    from placed
    where atomic_name = 'message_sent' and conversation_id is not null
    group by conversation_id
)

select
    placed.*,
    case
        when placed.atomic_name in ('agent_step', 'agent_decision_logged')
            then 'part_of_turn'
        when
            placed.atomic_name = 'agent_invocation'
            and asked.conversation_id is not null
            then 'part_of_turn'
        when placed.atomic_name = 'agent_completion' and placed.is_received
            then 'part_of_turn'
        -- With these an agent tells of itself, and does nothing.
        when
            placed.atomic_name = 'tool_execution'
            and placed.tool_category = 'self_tracking'
            then 'part_of_turn'
        else 'event'
    end as agent_event_kind,
    coalesce(
        placed.conversation_turn,
        case when asked.conversation_id is null then placed.invocation_id end
    ) as turn_id,
    {{ latest_of('placed.known_at', 'asked.received_at') }} as placed_at
from placed
left join asked
    on placed.conversation_id = asked.conversation_id
