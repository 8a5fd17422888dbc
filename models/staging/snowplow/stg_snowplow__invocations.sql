{{ config(enabled=is_connected('snowplow')) }}
{#- What an invocation is of and what has come of it stands in some of its events. -#}
with

agent_events as (
    select
        *,
        row_number() over (
            partition by invocation_id, atomic_name
            order by occurred_at desc, received_at desc, record_key desc
        ) = 1 as is_last_of_name
    from {{ ref('stg_snowplow__agent_events') }}
    where invocation_id is not null
)

select
    invocation_id,
    max(session_id) as session_id,
    max(model_name) as model_name,
    max(agent_version) as agent_version,
    max(
        case
            when is_last_of_name and atomic_name = 'user_intent_detected'
                then intent_category
        end
    ) as intent_category,
    max(
        case
            when is_last_of_name and atomic_name = 'user_intent_detected'
                then confidence
        end
    ) as confidence,
    max(
        case
            when is_last_of_name and atomic_name = 'agent_completion'
                then finish_reason
        end
    ) as finish_reason,
    sum(case when atomic_name = 'agent_step' then input_tokens end) as input_tokens,
    sum(case when atomic_name = 'agent_step' then output_tokens end) as output_tokens,
    {{ any_of("atomic_name = 'agent_completion' and not has_succeeded") }}
        as has_failed,
    {{ any_of("atomic_name = 'message_received'") }} as is_received,
    {{ any_of("atomic_name = 'constraint_violation'") }} as has_violation,
    max(received_at) as received_at
from agent_events
group by invocation_id
