{#- One row per closed and engaged session and intent that came up in it, of the days
    that are counted anew. -#}
with

sessions as (
    select
        session_id,
        is_task_completed,
        is_resolved,
        is_escalated,
        is_abandoned,
        session_date,
        started_at
    from {{ ref('int_sessions') }}
    where
        is_engaged
        and not is_open
        and {{ is_day_in_scope('session_date', has_changed_facts=true) }}
),

intents as (
    select
        turns.session_id,
        turns.intent_name,
        count(*) as count_turns,
        sum(case when not turns.is_intent_handled then 1 else 0 end)
            as count_unhandled_turns,
        min(case when not turns.is_intent_handled then turns.submitted_at end)
            as first_unhandled_at,
        max(case when not turns.is_intent_handled then turns.submitted_at end)
            as last_unhandled_at
    from {{ ref('int_turns') }} as turns
    inner join sessions
        on turns.session_id = sessions.session_id
    where turns.intent_name is not null
    group by turns.session_id, turns.intent_name
),

-- And each session once, of no intent: what they all come to.
counted as (
    select * from intents
    union all
    select
        session_id,
        cast(null as {{ type_text() }}) as intent_name,
        0 as count_turns,
        0 as count_unhandled_turns,
        cast(null as {{ type_utc_timestamp() }}) as first_unhandled_at,
        cast(null as {{ type_utc_timestamp() }}) as last_unhandled_at
    from sessions
)

select
    counted.*,
    sessions.is_task_completed,
    sessions.is_resolved,
    sessions.is_escalated,
    sessions.is_abandoned,
    sessions.session_date,
    sessions.started_at,
    case
        when counted.count_unhandled_turns > 0 and not sessions.is_task_completed
            then row_number() over (
                partition by
                    sessions.session_date,
                    counted.intent_name,
                    counted.count_unhandled_turns > 0
                    and not sessions.is_task_completed
                order by sessions.started_at desc, sessions.session_id asc
            )
    end as example_number
from counted
inner join sessions
    on counted.session_id = sessions.session_id
