{#- What is known to have come of a session: the surest statement, the last of its kind. -#}
with

events as (

    select * from {{ ref('int_events_placed_in_turns') }}

    where session_id is not null

),

feedback as (

    select * from {{ ref('int_feedback_ranked') }}

    where
        session_id is not null
        and is_current
        and feedback_kind = 'resolution'
        and feedback_source = 'user'

),

statements as (

    select
        session_id,
        event_number,
        1 as certainty,
        'user' as stated_by,
        feedback_value = 1 as is_stated_resolved

    from feedback

    union all

    select
        session_id,
        event_number,
        2 as certainty,
        'goal' as stated_by,
        true as is_stated_resolved

    from events

    where event_name = 'goal_completed'

    union all

    select
        session_id,
        event_number,
        3 as certainty,
        'verification' as stated_by,
        feedback_value = 1 as is_stated_resolved

    from events

    where
        event_name = 'evaluation_recorded'
        and feedback_kind = 'resolution'
        and feedback_source in ('reviewer', 'code')
        and feedback_value is not null

),

ranked as (

    select
        *,
        row_number() over (
            partition by session_id
            order by certainty, event_number desc
        ) as statement_number

    from statements

),

concluded as (

    select
        session_id,
        event_number as statement_event_number,
        stated_by,
        is_stated_resolved

    from ranked

    where statement_number = 1

)

select * from concluded
