-- A week of six days is no week to compare with. That windows reach over days without
-- data is what makes a rolling number move only when something enters or leaves it.
with

days_by_period as (
    select
        period_kind,
        period_start,
        period_end,
        is_complete,
        count(*) as count_days,
        min(metric_date) as first_date,
        max(metric_date) as last_date
    from {{ ref('int_metric_days_by_period') }}
    group by period_kind, period_start, period_end, is_complete
),

data_days as (
    select max(date_day) as last_date from {{ ref('int_data_days') }}
)

select
    days_by_period.*,
    data_days.last_date as last_data_date
from days_by_period
cross join data_days
where
    not coalesce(
        days_by_period.first_date >= days_by_period.period_start
        and days_by_period.last_date <= days_by_period.period_end
        and (
            not days_by_period.is_complete
            -- The data may end within the period, when nobody came any more.
            or days_by_period.period_end > data_days.last_date
            or days_by_period.count_days = {{ days_between(
                'days_by_period.period_start', 'days_by_period.period_end'
            ) }} + 1
        ),
        false
    )
