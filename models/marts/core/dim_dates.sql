with

days as (
    select
        date_day,
        {{ iso_week_start('date_day') }} as iso_week_start_date
    from {{ ref('int_calendar_days') }}
),

numbered as (
    select
        date_day,
        iso_week_start_date,
        {{ days_between('iso_week_start_date', 'date_day') }}
        + 1 as iso_day_of_week
    from days
)

select
    ---------- numerics
    cast(iso_day_of_week as {{ dbt.type_int() }}) as iso_day_of_week,
    ---------- booleans
    iso_day_of_week >= 6 as is_weekend,
    ---------- dates
    date_day,
    iso_week_start_date,
    {{ add_days('iso_week_start_date', 6) }} as iso_week_end_date,
    {{ month_start('date_day') }} as month_start_date,
    {{ month_end('date_day') }} as month_end_date
from numbered
