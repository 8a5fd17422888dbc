{#- What has become of every session that was made anew, and what there is that was not.
    Without rows where everything is made anew. -#}
with

events_before as (
    select * from {{ ref('int_session_events_shown') }}
),

sessions_before as (
    select
        scope_id as session_id,
        facts_hash,
        is_open,
        session_date
    from events_before
    where facts_hash is not null
    group by scope_id, facts_hash, is_open, session_date
),

sessions_now as (
    select
        sessions.session_id,
        {{ session_facts_hash('sessions') }} as facts_hash,
        sessions.is_open,
        cast(sessions.started_at as date) as session_date
    from {{ ref('int_sessions_restated') }} as sessions
),

-- An event is new by another delivery as well: it says something else.
events_now as (
    select
        events.session_id,
        events_before.scope_id as previous_session_id,
        events.is_activity,
        coalesce(events.received_at <> events_before.received_at, true) as is_new,
        {{ is_late('events.occurred_at', 'events.received_at') }} as is_late
    from {{ ref('int_events_restated') }} as events
    left join events_before
        on
            events.source_name = events_before.source_name
            and events.event_id = events_before.event_id
    where events.session_id is not null
),

news as (
    select
        session_id,
        max(case when is_new then 1 else 0 end) = 1 as has_new_event,
        max(case when is_new and is_late then 1 else 0 end) = 1 as has_late_event
    from events_now
    group by session_id
),

-- What attaches to a session is no part of it that could be split or merged.
moves as (
    select
        events_now.previous_session_id,
        events_now.session_id
    from events_now
    inner join sessions_before
        on events_now.previous_session_id = sessions_before.session_id
    where events_now.is_activity
    group by events_now.previous_session_id, events_now.session_id
),

parents as (
    select
        session_id,
        count(*) as count_sessions
    from moves
    group by session_id
),

followed as (
    select
        moves.previous_session_id,
        count(*) as count_sessions,
        max(parents.count_sessions) as count_parents,
        max(sessions_now.facts_hash) as facts_hash,
        max(case when sessions_now.is_open then 1 else 0 end) = 1 as is_open,
        max(case when news.has_new_event then 1 else 0 end) = 1 as has_new_event,
        max(case when news.has_late_event then 1 else 0 end) = 1 as has_late_event
    from moves
    inner join parents
        on moves.session_id = parents.session_id
    inner join sessions_now
        on moves.session_id = sessions_now.session_id
    inner join news
        on moves.session_id = news.session_id
    group by moves.previous_session_id
),

fates as (
    select
        sessions_before.session_id,
        case
            when followed.previous_session_id is null then 'removed'
            when followed.count_sessions > 1 then 'split'
            when followed.count_parents > 1 then 'merged'
            when sessions_before.facts_hash = followed.facts_hash then 'unchanged'
            when not sessions_before.is_open then 'restated'
            when followed.is_open then 'continued'
            else 'closed'
        end as session_fate,
        coalesce(followed.has_new_event, false) as has_new_event,
        coalesce(followed.has_late_event, false) as has_late_event,
        sessions_before.session_date
    from sessions_before
    left join followed
        on sessions_before.session_id = followed.previous_session_id
    union all
    select
        sessions_now.session_id,
        'opened' as session_fate,
        news.has_new_event,
        news.has_late_event,
        sessions_now.session_date
    from sessions_now
    inner join news
        on sessions_now.session_id = news.session_id
    where
        not exists (
            select 1
            from moves
            where moves.session_id = sessions_now.session_id
        )
)

select
    session_id,
    session_fate,
    case
        when has_late_event then 'late event'
        when has_new_event then 'timely event'
        else 'no new event'
    end as restatement_cause,
    session_date
from fates
