{#- One row per cohort week and ISO week since. A week in which none of the cohort came
    back is there, with nobody in it. -#}
with

user_weeks as (
    select
        actor_id,
        {{ iso_week_start('first_activity_date') }} as cohort_week,
        {{ iso_week_start('activity_date') }} as activity_week
    from {{ ref('int_user_days') }}
    {% if prune_horizon() -%}
        where
            {{ iso_week_start('activity_date') }}
            >= {{ iso_week_start("cast('" ~ prune_horizon() ~ "' as date)") }}
    {%- endif %}
    group by
        actor_id,
        {{ iso_week_start('first_activity_date') }},
        {{ iso_week_start('activity_date') }}
),

active_users as (
    select
        cohort_week,
        activity_week,
        count(*) as count_active_users
    from user_weeks
    group by cohort_week, activity_week
    {% if prune_horizon() -%}
        union all
        select
            cohort_week,
            activity_week,
            count_active_users
        from {{ pruned_retention_relation() }}
    {%- endif %}
),

cohorts as (
    select
        cohort_week,
        {{ as_double('count_active_users') }} as cohort_size
    from active_users
    where activity_week = cohort_week
),

weeks as (
    select {{ iso_week_start('date_day') }} as activity_week
    from {{ ref('int_calendar_days') }}
    group by {{ iso_week_start('date_day') }}
)

select
    cohorts.cohort_week,
    cohorts.cohort_size,
    weeks.activity_week,
    {{ add_days('weeks.activity_week', 7) }} as next_week,
    coalesce(active_users.count_active_users, 0) as count_active_users
from cohorts
inner join weeks
    on cohorts.cohort_week <= weeks.activity_week
left join active_users
    on
        cohorts.cohort_week = active_users.cohort_week
        and weeks.activity_week = active_users.activity_week
