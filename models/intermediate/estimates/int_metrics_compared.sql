{#- One row per metric for the latest complete day and ISO week, overall, beside the
    period before. -#}
with

complete_metrics as (
    select * from {{ ref('int_metrics_judged') }}
    where
        dimension_name = 'overall'
        and period_kind in ('day', 'iso_week')
        and is_complete
),

-- The latest complete period of the warehouse, not of each metric: a metric that has
-- fallen silent must be seen to be absent, not to be as it was last month.
latest_periods as (
    select
        period_kind,
        max(period_start) as period_start,
        case period_kind
            when 'day' then {{ add_days('max(period_start)', -1) }}
            else {{ add_days('max(period_start)', -7) }}
        end as previous_period_start
    from complete_metrics
    group by period_kind
)

select
    latest_periods.period_kind,
    latest_periods.period_start,
    definitions.metric_name,
    latest.status,
    latest.metric_value,
    latest.interval_low,
    latest.interval_high,
    latest.sample_size,
    latest.is_mature,
    previous.metric_value as previous_value,
    previous.interval_low as previous_interval_low,
    previous.interval_high as previous_interval_high
from latest_periods
cross join {{ ref('metric_definitions') }} as definitions
left join complete_metrics as latest
    on
        latest_periods.period_kind = latest.period_kind
        and latest_periods.period_start = latest.period_start
        and definitions.metric_name = latest.metric_name
left join complete_metrics as previous
    on
        latest_periods.period_kind = previous.period_kind
        and latest_periods.previous_period_start = previous.period_start
        and definitions.metric_name = previous.metric_name
