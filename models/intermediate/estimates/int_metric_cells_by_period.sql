{#- Nothing but additions: a longer period is the sum of its days. -#}
{%- set sums -%}
    count_clusters, numerator, denominator, sum_residual_squares,
    sum_residual_denominator_products, sum_denominator_squares
{%- endset -%}

select
    'day' as period_kind,
    metric_date as period_start,
    metric_date as period_end,
    metric_name,
    dimension_name,
    dimension_value,
    {{ sums }}
from {{ ref('int_metric_cells_daily') }}
union all
select
    days_by_period.period_kind,
    days_by_period.period_start,
    days_by_period.period_end,
    cells.metric_name,
    cells.dimension_name,
    cells.dimension_value,
    sum(cells.count_clusters) as count_clusters,
    sum(cells.numerator) as numerator,
    sum(cells.denominator) as denominator,
    sum(cells.sum_residual_squares) as sum_residual_squares,
    sum(cells.sum_residual_denominator_products) as sum_residual_denominator_products,
    sum(cells.sum_denominator_squares) as sum_denominator_squares
from {{ ref('int_metric_cells_daily') }} as cells
inner join {{ ref('int_metric_days_by_period') }} as days_by_period
    on cells.metric_date = days_by_period.metric_date
where days_by_period.period_kind <> 'day'
group by
    days_by_period.period_kind,
    days_by_period.period_start,
    days_by_period.period_end,
    cells.metric_name,
    cells.dimension_name,
    cells.dimension_value
