{#- One row per closed and engaged session and intent that came up in it. -#}
with

intents as (
    select
        session_id,
        intent_name,
        count(*) as count_turns,
        sum(case when not is_intent_handled then 1 else 0 end)
            as count_unhandled_turns,
        min(case when not is_intent_handled then submitted_at end)
            as first_unhandled_at,
        max(case when not is_intent_handled then submitted_at end) as last_unhandled_at
    from {{ ref('int_turns') }}
    where intent_name is not null
    group by session_id, intent_name
)

select
    intents.*,
    sessions.is_task_completed,
    sessions.is_resolved,
    sessions.is_escalated,
    sessions.is_abandoned,
    row_number() over (
        partition by
            intents.intent_name,
            intents.count_unhandled_turns > 0 and not sessions.is_task_completed
        order by sessions.started_at desc, sessions.session_id asc
    ) as example_number
from intents
inner join {{ ref('int_sessions') }} as sessions
    on intents.session_id = sessions.session_id
where sessions.is_engaged and not sessions.is_open
