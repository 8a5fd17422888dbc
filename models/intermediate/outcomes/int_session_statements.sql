{#- Who said what came of a session: the user goes before a completed goal, that before
    a verification. An LLM judge states nothing. -#}
select
    session_id,
    event_number,
    1 as certainty,
    feedback_value = 1 as is_stated_resolved
from {{ ref('int_feedback_ranked') }}
where
    session_id is not null
    and is_current
    and feedback_kind = 'resolution'
    and feedback_source = 'user'
union all
select
    session_id,
    event_number,
    case when event_name = 'goal_completed' then 2 else 3 end as certainty,
    event_name = 'goal_completed' or feedback_value = 1 as is_stated_resolved
from {{ ref('int_events_in_scope') }}
where
    session_id is not null
    and (
        event_name = 'goal_completed'
        or (
            event_name = 'evaluation_recorded'
            and feedback_kind = 'resolution'
            and feedback_source in ('reviewer', 'code')
            and feedback_value is not null
        )
    )
