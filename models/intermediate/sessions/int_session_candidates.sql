{#- The sessions to which an event may belong that is no activity itself. -#}
with

attaching_events as (
    select
        *,
        {{ trusted_session_id() }} as trusted_session_id
    from {{ ref('int_events_selected') }}
    where not is_activity
),

activity as (
    select
        source_name,
        actor_id,
        message_id,
        session_id
    from {{ ref('int_activity_sessionized') }}
    where message_id is not null
),

-- Three ways to find the session, the surest first.
candidates as (
    select
        attaching_events.source_name,
        attaching_events.event_id,
        attaching_events.trusted_session_id as session_id,
        1 as certainty
    from attaching_events
    union all
    select
        attaching_events.source_name,
        attaching_events.event_id,
        activity.session_id,
        2 as certainty
    from attaching_events
    inner join activity
        on
            attaching_events.source_name = activity.source_name
            and attaching_events.actor_id = activity.actor_id
            and attaching_events.message_id = activity.message_id
    union all
    select
        attaching_events.source_name,
        attaching_events.event_id,
        sessions.session_id,
        3 as certainty
    from attaching_events
    inner join {{ ref('int_sessions_bounded') }} as sessions
        on
            attaching_events.source_name = sessions.source_name
            and attaching_events.actor_id = sessions.actor_id
            and attaching_events.conversation_key = sessions.conversation_key
    where
        sessions.started_at <= attaching_events.occurred_at
        or not attaching_events.is_clocked
)

select * from candidates
