with

actors as (
    select
        actor_id,
        max(case when user_id is not null then 1 else 0 end) = 1 as is_identified,
        count(*) as count_events,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at
    from {{ ref('int_events') }}
    group by actor_id
),

actor_sessions as (
    select
        actor_id,
        count(*) as count_sessions,
        sum(case when is_engaged and not is_open then 1 else 0 end)
            as count_engaged_sessions,
        sum(case when is_engaged and not is_open and is_resolved then 1 else 0 end)
            as count_resolved_sessions,
        sum(count_turns) as count_turns
    from {{ ref('int_sessions') }}
    group by actor_id
),

actor_days as (
    select
        actor_id,
        count(*) as count_active_days,
        min(activity_date) as first_active_date,
        max(activity_date) as last_active_date
    from {{ ref('int_user_days') }}
    group by actor_id
),

described as (
    select
        ---------- ids
        actors.actor_id,
        ---------- numerics
        cast(actors.count_events as {{ dbt.type_bigint() }}) as count_events,
        cast(coalesce(actor_sessions.count_sessions, 0) as {{ dbt.type_bigint() }})
            as count_sessions,
        cast(
            coalesce(actor_sessions.count_engaged_sessions, 0)
            as {{ dbt.type_bigint() }}
        ) as count_engaged_sessions,
        cast(
            coalesce(actor_sessions.count_resolved_sessions, 0)
            as {{ dbt.type_bigint() }}
        ) as count_resolved_sessions,
        cast(coalesce(actor_sessions.count_turns, 0) as {{ dbt.type_bigint() }})
            as count_turns,
        cast(coalesce(actor_days.count_active_days, 0) as {{ dbt.type_bigint() }})
            as count_active_days,
        ---------- booleans
        actors.is_identified,
        ---------- dates
        actor_days.first_active_date,
        actor_days.last_active_date,
        ---------- timestamps
        actors.first_seen_at,
        actors.last_seen_at
    from actors
    left join actor_sessions
        on actors.actor_id = actor_sessions.actor_id
    left join actor_days
        on actors.actor_id = actor_days.actor_id
)

select * from described
