with

days as (
    select date_day from {{ ref('int_calendar_days') }}
),

first_events as (
    select min(cast(occurred_at as date)) as first_date from {{ ref('int_events') }}
),

described as (
    select
        ---------- numerics
        cast({{ dbt.datediff(
            iso_week_start('days.date_day'), 'days.date_day', 'day'
        ) }} as {{ dbt.type_int() }}) + 1 as iso_day_of_week,
        ---------- booleans
        {{ dbt.datediff(iso_week_start('days.date_day'), 'days.date_day', 'day') }} >= 5
            as is_weekend,
        ---------- dates
        days.date_day,
        {{ iso_week_start('days.date_day') }} as iso_week_start_date,
        {{ add_days(iso_week_start('days.date_day'), 6) }} as iso_week_end_date,
        cast({{ dbt.date_trunc('month', 'days.date_day') }} as date)
            as month_start_date,
        cast({{ dbt.last_day('days.date_day', 'month') }} as date) as month_end_date
    from days
    inner join first_events
        on days.date_day >= first_events.first_date
)

select * from described
