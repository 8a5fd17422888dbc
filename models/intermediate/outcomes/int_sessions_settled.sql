with

stated as (
    select
        sessions.*,
        concluded.is_stated_resolved,
        concluded.count_turns_before,
        ends.first_response_latency_ms,
        ends.is_first_response_good,
        coalesce(ends.is_last_turn_answered, false) as is_last_turn_answered,
        coalesce(ends.is_last_turn_content, false) as is_last_turn_content,
        {{ is_open('sessions.ended_at', 'clock.as_of_at') }} as is_open,
        untouched.returned_at as returned_to_other_at,
        -- The start of the next session in which the user wrote again, as far as known.
        min(
            case
                when sessions.has_message and sessions.is_clocked
                    then sessions.started_at
            end
        ) over (
            partition by
                sessions.source_name, sessions.actor_id, sessions.conversation_id
            order by sessions.started_at, sessions.session_id
            rows between 1 following and unbounded following
        ) as returned_to_scope_at
    from {{ ref('int_sessions_summarised') }} as sessions
    cross join {{ ref('int_run_clock') }} as clock
    left join {{ ref('int_sessions_returned_to') }} as untouched
        on sessions.session_id = untouched.session_id
    left join {{ ref('int_sessions_concluded') }} as concluded
        on sessions.session_id = concluded.session_id
    left join {{ ref('int_session_first_and_last_turns') }} as ends
        on sessions.session_id = ends.session_id
)

select
    *,
    case
        when returned_to_scope_at <= returned_to_other_at then returned_to_scope_at
        else coalesce(returned_to_other_at, returned_to_scope_at)
    end as returned_at,
    case
        when is_stated_resolved then 'confirmed'
        when
            is_stated_resolved is null
            and is_engaged
            and not is_escalated
            and is_last_turn_content
            and not is_dissatisfied
            then 'implied'
    end as resolution_basis
from stated
