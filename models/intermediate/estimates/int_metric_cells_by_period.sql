{#- Nothing but additions: a longer period is the sum of its days. -#}
select
    days_by_period.period_kind,
    days_by_period.period_start,
    days_by_period.period_end,
    days_by_period.is_complete,
    cells.metric_name,
    cells.dimension_name,
    cells.dimension_value,
    {% for column in [
        'count_clusters', 'numerator', 'denominator', 'sum_residual_squares',
        'sum_residual_denominator_products', 'sum_denominator_squares'
    ] -%}
        sum(cells.{{ column }}) as {{ column }}{{ ',' if not loop.last }}
    {% endfor %}
from {{ ref('int_metric_cells_daily') }} as cells
inner join {{ ref('int_metric_days_by_period') }} as days_by_period
    on cells.metric_date = days_by_period.metric_date
group by
    days_by_period.period_kind,
    days_by_period.period_start,
    days_by_period.period_end,
    days_by_period.is_complete,
    cells.metric_name,
    cells.dimension_name,
    cells.dimension_value
