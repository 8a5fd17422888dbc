{#- One row per period that has a day of the data, and whether it is over. -#}
select
    period_kind,
    period_start,
    period_end,
    is_complete
from {{ ref('int_metric_days_by_period') }}
group by period_kind, period_start, period_end, is_complete
