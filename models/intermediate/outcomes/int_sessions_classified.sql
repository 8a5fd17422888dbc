with

flagged as (
    select
        *,
        is_engaged and not is_escalated as is_contained,
        coalesce(
            resolution_basis is not null
            and is_clocked
            and conversation_id is not null
            and returned_at <= {{ add_time(
                'hour', var('reopen_window_hours'), 'ended_at'
            ) }},
            false
        ) as is_reopened,
        is_engaged
        and not is_escalated
        and not coalesce(is_stated_resolved, false)
        and not is_last_turn_answered as is_abandoned,
        is_answered_early
        and not is_escalated_early
        and not coalesce(first_escalation_number < first_message_number, false)
            as is_task_completed
    from {{ ref('int_sessions_settled') }}
),

resolved as (
    select
        *,
        resolution_basis is not null and not is_reopened as is_resolved
    from flagged
)

select
    *,
    case
        when not is_resolved or count_turns = 0 then null
        when resolution_basis = 'implied' then count_turns
        when count_turns_before = 0 then 1
        else count_turns_before
    end as turns_to_resolution,
    case
        when is_open then 'open'
        when not is_engaged then 'unengaged'
        when is_resolved then 'resolved'
        when is_escalated then 'escalated'
        when is_abandoned then 'abandoned'
        else 'unresolved'
    end as session_outcome
from resolved
