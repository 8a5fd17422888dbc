with

events as (

    select * from {{ ref('int_events') }}

),

sessionized as (

    select * from {{ ref('int_activity_sessionized') }}

),

sessions as (

    select * from {{ ref('int_sessions_bounded') }}

),

activity as (

    select
        sessionized.session_id,
        events.source_name,
        events.event_id,
        events.actor_id,
        events.message_id

    from events

    inner join sessionized
        on
            events.source_name = sessionized.source_name
            and events.event_id = sessionized.event_id

),

attaching_events as (

    select
        source_name,
        event_id,
        actor_id,
        conversation_key,
        message_id,
        is_clocked,
        occurred_at,
        {{ dbt.hash("'trusted|' || source_name || '|' || source_session_id") }}
            as trusted_session_id

    from events

    where not is_activity

),

-- Three ways to find the session, the surest first.
candidates as (

    select
        attaching_events.source_name,
        attaching_events.event_id,
        sessions.session_id,
        1 as certainty,
        sessions.started_at

    from attaching_events

    inner join sessions
        on attaching_events.trusted_session_id = sessions.session_id

    union all

    select
        attaching_events.source_name,
        attaching_events.event_id,
        sessions.session_id,
        2 as certainty,
        sessions.started_at

    from attaching_events

    inner join activity
        on
            attaching_events.source_name = activity.source_name
            and attaching_events.actor_id = activity.actor_id
            and attaching_events.message_id = activity.message_id

    inner join sessions
        on activity.session_id = sessions.session_id

    union all

    select
        attaching_events.source_name,
        attaching_events.event_id,
        sessions.session_id,
        3 as certainty,
        sessions.started_at

    from attaching_events

    inner join sessions
        on
            attaching_events.source_name = sessions.source_name
            and attaching_events.actor_id = sessions.actor_id
            and attaching_events.conversation_key = sessions.conversation_key

    where
        sessions.started_at <= attaching_events.occurred_at
        or not attaching_events.is_clocked

),

-- The first session with the message, but the latest session of the conversation.
ranked as (

    select
        source_name,
        event_id,
        session_id,
        row_number() over (
            partition by source_name, event_id
            order by
                certainty,
                case when certainty = 2 then started_at end,
                case when certainty = 3 then started_at end desc,
                case when certainty = 2 then session_id end,
                case when certainty = 3 then session_id end desc,
                session_id
        ) as candidate_number

    from candidates

),

attached as (

    select
        source_name,
        event_id,
        session_id

    from ranked

    where candidate_number = 1

)

select * from attached
