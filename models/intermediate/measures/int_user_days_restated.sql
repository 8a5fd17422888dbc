{#- A user day: an identified user with an engaged and closed session on it. All days of
    the users of whom one changes; of all users where everything is made anew. -#}
-- depends_on: {{ ref('int_actor_day_changes') }}
with

user_days as (
    select
        actor_id,
        metric_date as activity_date
    from {{ ref('int_sessions_measured') }}
    where
        is_user_active
        and {{ is_user_in_scope('actor_id') }}
        and {{ is_after_horizon('metric_date') }}
    group by actor_id, metric_date
    {% if prune_horizon() -%}
        union all
        select
            actor_id,
            activity_date
        from {{ stored('int_user_days') }}
        where
            {{ is_user_in_scope('actor_id') }}
            and not {{ is_after_horizon('activity_date') }}
    {%- endif %}
),

in_sequence as (
    select
        actor_id,
        activity_date,
        lag(activity_date) over (
            partition by actor_id
            order by activity_date
        ) as previous_activity_date,
        min(activity_date) over (partition by actor_id) as first_activity_date
    from user_days
),

retained_users as (
    select actor_id
    from in_sequence
    where
        activity_date >= {{ add_days('first_activity_date', 7) }}
        and activity_date <= {{ add_days('first_activity_date', 13) }}
    group by actor_id
),

described as (
    select
        in_sequence.actor_id,
        in_sequence.activity_date,
        in_sequence.first_activity_date,
        in_sequence.activity_date = in_sequence.first_activity_date as is_new,
        coalesce(
            in_sequence.previous_activity_date >= {{ add_days(
                'in_sequence.activity_date', -1 * var('repeat_window_days')
            ) }},
            false
        ) as is_returning,
        in_sequence.activity_date = in_sequence.first_activity_date
        and retained_users.actor_id is not null as is_retained
    from in_sequence
    left join retained_users
        on in_sequence.actor_id = retained_users.actor_id
)

select * from described
