{%- set z = '1.959963984540054e0' -%}

with

user_days as (

    select
        actor_id,
        {{ iso_week_start('first_activity_date') }} as cohort_week,
        {{ iso_week_start('activity_date') }} as activity_week

    from {{ ref('int_user_days') }}

),

cohorts as (

    select
        cohort_week,
        count(distinct actor_id) as cohort_size

    from user_days

    group by cohort_week

),

weeks as (

    select {{ iso_week_start('date_day') }} as activity_week

    from {{ ref('int_calendar_days') }}

    group by {{ iso_week_start('date_day') }}

),

active_users as (

    select
        cohort_week,
        activity_week,
        count(distinct actor_id) as count_active_users

    from user_days

    group by cohort_week, activity_week

),

-- A week in which none of the cohort came back is a share of 0, and said so.
retention as (

    select
        cohorts.cohort_week,
        weeks.activity_week,
        cast({{ dbt.datediff('cohorts.cohort_week', 'weeks.activity_week', 'day') }} / 7
        as {{ dbt.type_int() }}) as week_number,
        cohorts.cohort_size * 1.0e0 as cohort_size,
        coalesce(active_users.count_active_users, 0) * 1.0e0 as active_users

    from cohorts

    inner join weeks
        on cohorts.cohort_week <= weeks.activity_week

    left join active_users
        on
            cohorts.cohort_week = active_users.cohort_week
            and weeks.activity_week = active_users.activity_week

),

rates as (

    select
        retention.*,
        retention.active_users / retention.cohort_size as retention_rate,
        1 + {{ z }} * {{ z }} / retention.cohort_size as shrinkage,
        clock.as_of_at >= {{ dbt.dateadd(
            'day', 7, 'cast(retention.activity_week as ' ~ dbt.type_timestamp() ~ ')'
        ) }} as is_complete

    from retention

    cross join {{ ref('int_run_clock') }} as clock

),

intervals as (

    select
        *,
        (retention_rate + {{ z }} * {{ z }} / (2 * cohort_size)) / shrinkage
            as interval_center,
        {{ z }} / shrinkage
        * sqrt(
            retention_rate * (1 - retention_rate) / cohort_size
            + {{ z }} * {{ z }} / (4 * cohort_size * cohort_size)
        ) as interval_half_width

    from rates

),

described as (

    select

        ---------- numerics
        week_number,
        cast(cohort_size as {{ dbt.type_bigint() }}) as cohort_size,
        cast(active_users as {{ dbt.type_bigint() }}) as count_active_users,
        retention_rate,
        interval_center - interval_half_width as interval_low,
        interval_center + interval_half_width as interval_high,

        ---------- booleans
        is_complete,

        ---------- dates
        cohort_week,
        activity_week

    from intervals

)

select * from described
