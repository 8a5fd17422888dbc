with

sessions as (

    select * from {{ ref('int_sessions_summarised') }}

),

turns as (

    select * from {{ ref('int_turns_paired') }}

),

statements as (

    select * from {{ ref('int_sessions_concluded') }}

),

clock as (

    select * from {{ ref('int_run_clock') }}

),

-- Each turn beside the one after it, to see how the first answer was taken.
turns_in_sequence as (

    select
        *,
        lead(is_correction) over (
            partition by session_id
            order by turn_number
        ) as is_next_correction,
        lead(is_rephrased) over (
            partition by session_id
            order by turn_number
        ) as is_next_rephrased

    from turns

),

turns_before_statements as (

    select
        statements.session_id,
        count(*) as count_turns_before_statement

    from statements

    inner join turns
        on statements.session_id = turns.session_id

    where turns.first_message_number < statements.statement_event_number

    group by statements.session_id

),

with_turns as (

    select
        sessions.*,
        statements.stated_by,
        statements.is_stated_resolved,
        turns_before_statements.count_turns_before_statement,
        coalesce(last_turns.is_answered, false) as is_last_turn_answered,
        coalesce(
            last_turns.is_answered
            and not last_turns.is_error
            and not last_turns.is_regenerated
            and not last_turns.is_correction
            and not last_turns.is_thumbed_down,
            false
        ) as is_last_turn_content,
        first_turns.response_latency_ms as first_response_latency_ms,
        first_turns.is_answered
        and not first_turns.is_error
        and not first_turns.is_regenerated
        and not first_turns.is_rephrased
        and not first_turns.is_thumbed_down
        and not coalesce(first_turns.is_next_correction, false)
        and not coalesce(first_turns.is_next_rephrased, false)
            as is_first_response_good,
        {{ dbt.dateadd('minute', var('session_timeout_minutes'), 'sessions.ended_at') }}
        >= clock.as_of_at as is_open,
        -- The start of the next session in which the user wrote again.
        min(case when sessions.has_message then sessions.started_at end) over (
            partition by
                sessions.source_name, sessions.actor_id, sessions.conversation_id
            order by sessions.started_at, sessions.session_id
            rows between 1 following and unbounded following
        ) as returned_at

    from sessions

    cross join clock

    left join statements
        on sessions.session_id = statements.session_id

    left join turns_before_statements
        on sessions.session_id = turns_before_statements.session_id

    left join turns_in_sequence as first_turns
        on
            sessions.session_id = first_turns.session_id
            and first_turns.turn_number = 1

    left join turns as last_turns
        on
            sessions.session_id = last_turns.session_id
            and sessions.count_turns = last_turns.turn_number

),

with_basis as (

    select
        *,
        case
            when is_stated_resolved then 'confirmed'
            when
                stated_by is null
                and is_engaged
                and not is_escalated
                and is_last_turn_content
                and not is_dissatisfied
                then 'implied'
        end as resolution_basis

    from with_turns

),

with_flags as (

    select
        *,
        is_engaged and not is_escalated as is_contained,
        coalesce(
            resolution_basis is not null
            and is_clocked
            and conversation_id is not null
            and returned_at <= {{ dbt.dateadd(
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
        and not coalesce(
            first_escalation_number < first_message_number, false
        ) as is_task_completed

    from with_basis

),

with_resolution as (

    select
        *,
        resolution_basis is not null and not is_reopened as is_resolved

    from with_flags

),

classified as (

    select
        *,
        case
            when is_resolved and count_turns > 0
                then
                    case
                        when resolution_basis = 'implied' then count_turns
                        else coalesce(count_turns_before_statement, 1)
                    end
        end as turns_to_resolution,
        case
            when is_open then 'open'
            when not is_engaged then 'unengaged'
            when is_resolved then 'resolved'
            when is_escalated then 'escalated'
            when is_abandoned then 'abandoned'
            else 'unresolved'
        end as session_outcome

    from with_resolution

)

select * from classified
