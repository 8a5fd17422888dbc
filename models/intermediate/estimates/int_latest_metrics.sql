{#- What the reports are made of: no other day or week is added up for them. -#}
select metrics.*
from {{ ref('int_metrics_judged') }} as metrics
inner join {{ ref('int_latest_periods') }} as periods
    on
        metrics.period_kind = periods.period_kind
        and (
            metrics.period_start = periods.period_start
            or metrics.period_start = periods.previous_period_start
        )
where
    metrics.is_complete
    and {{ is_of_latest_periods('metrics') }}
