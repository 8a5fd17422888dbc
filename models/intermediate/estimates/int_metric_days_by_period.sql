{#- One row per period and day in it: what every roll-up of daily cells joins to. -#}
with

days as (
    select * from {{ ref('int_data_days') }}
),

days_by_period as (
    {% for period_kind, length in {
        'day': 1, 'rolling_7_days': 7, 'rolling_28_days': 28
    }.items() -%}
        select
            '{{ period_kind }}' as period_kind,
            {{ add_days('ends.date_day', 1 - length) }} as period_start,
            ends.date_day as period_end,
            days.date_day as metric_date,
            days.first_date
        from days
        inner join days as ends
            on
                days.date_day <= ends.date_day
                and ends.date_day <= {{ add_days('days.date_day', length - 1) }}
        union all
    {% endfor -%}
    select
        'iso_week' as period_kind,
        {{ iso_week_start('date_day') }} as period_start,
        {{ add_days(iso_week_start('date_day'), 6) }} as period_end,
        date_day as metric_date,
        first_date
    from days
    union all
    select
        'month' as period_kind,
        {{ month_start('date_day') }} as period_start,
        {{ month_end('date_day') }} as period_end,
        date_day as metric_date,
        first_date
    from days
)

select
    days_by_period.period_kind,
    days_by_period.period_start,
    days_by_period.period_end,
    days_by_period.metric_date,
    days_by_period.period_start >= days_by_period.first_date
    and clock.as_of_at >= {{ end_of_day('days_by_period.period_end') }} as is_complete
from days_by_period
cross join {{ ref('int_run_clock') }} as clock
