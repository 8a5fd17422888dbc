{#- One row per period and day in it: what every roll-up of daily cells joins to. -#}
with

data_days as (

    select metric_date from {{ ref('int_metric_cells_daily') }}

    union all

    select metric_date from {{ ref('int_histogram_cells_daily') }}

),

bounds as (

    select
        min(metric_date) as first_date,
        max(metric_date) as last_date

    from data_days

),

calendar as (

    select date_day from {{ ref('int_calendar_days') }}

),

days as (

    select
        calendar.date_day,
        bounds.first_date,
        bounds.last_date

    from calendar

    inner join bounds
        on calendar.date_day between bounds.first_date and bounds.last_date

),

days_by_period as (

    select
        'day' as period_kind,
        date_day as period_start,
        date_day as period_end,
        date_day as metric_date,
        first_date

    from days

    union all

    {% for period_kind, length in {'rolling_7_days': 7, 'rolling_28_days': 28}.items() -%}
        select
            '{{ period_kind }}' as period_kind,
            {{ add_days('ends.date_day', 1 - length) }} as period_start,
            ends.date_day as period_end,
            days.date_day as metric_date,
            days.first_date

        from days

        inner join days as ends
            on
                ends.date_day >= days.date_day
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
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as period_start,
        cast({{ dbt.last_day('date_day', 'month') }} as date) as period_end,
        date_day as metric_date,
        first_date

    from days

),

described as (

    select
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        days_by_period.metric_date,
        days_by_period.period_start >= days_by_period.first_date
        and clock.as_of_at >= {{ dbt.dateadd(
            'day', 1, 'cast(days_by_period.period_end as ' ~ dbt.type_timestamp() ~ ')'
        ) }} as is_complete

    from days_by_period

    cross join {{ ref('int_run_clock') }} as clock

)

select * from described
