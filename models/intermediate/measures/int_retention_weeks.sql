{#- One row per cohort week and ISO week since. A week in which none of the cohort came
    back is there, with nobody in it. -#}
with

user_weeks as (
    select
        actor_id,
        {{ iso_week_start('first_activity_date') }} as cohort_week,
        {{ iso_week_start('activity_date') }} as activity_week
    from {{ ref('int_user_days') }}
    group by
        actor_id,
        {{ iso_week_start('first_activity_date') }},
        {{ iso_week_start('activity_date') }}
),

cohorts as (
    select
        cohort_week,
        count(*) * 1.0e0 as cohort_size
    from user_weeks
    where activity_week = cohort_week
    group by cohort_week
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
    count(user_weeks.actor_id) as count_active_users
from cohorts
inner join weeks
    on cohorts.cohort_week <= weeks.activity_week
left join user_weeks
    on
        cohorts.cohort_week = user_weeks.cohort_week
        and weeks.activity_week = user_weeks.activity_week
group by cohorts.cohort_week, cohorts.cohort_size, weeks.activity_week
