{#- One row per metric for the latest complete day and ISO week, overall, beside the
    period before. -#}
with

overall_metrics as (
    select * from {{ ref('int_latest_metrics') }}
    where dimension_name = 'overall'
)

select
    periods.period_kind,
    periods.period_start,
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
from {{ ref('int_latest_periods') }} as periods
cross join {{ ref('metric_definitions') }} as definitions
left join overall_metrics as latest
    on
        periods.period_kind = latest.period_kind
        and periods.period_start = latest.period_start
        and definitions.metric_name = latest.metric_name
left join overall_metrics as previous
    on
        periods.period_kind = previous.period_kind
        and periods.previous_period_start = previous.period_start
        and definitions.metric_name = previous.metric_name
