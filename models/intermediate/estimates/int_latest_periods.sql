{#- The latest complete day and ISO week of the warehouse, not of each metric: a metric
    that has fallen silent must be seen to be absent, not to be as it was last month. -#}
with

measured_days as (
    select period_start as metric_date
    from {{ ref('int_daily_metrics_estimated') }}
    where dimension_name = 'overall'
    group by period_start
)

select
    days_by_period.period_kind,
    max(days_by_period.period_start) as period_start,
    case days_by_period.period_kind
        when 'day' then {{ add_days('max(days_by_period.period_start)', -1) }}
        else {{ add_days('max(days_by_period.period_start)', -7) }}
    end as previous_period_start
from {{ ref('int_metric_days_by_period') }} as days_by_period
inner join measured_days
    on days_by_period.metric_date = measured_days.metric_date
where
    days_by_period.period_kind in ('day', 'iso_week')
    and days_by_period.is_complete
group by days_by_period.period_kind
