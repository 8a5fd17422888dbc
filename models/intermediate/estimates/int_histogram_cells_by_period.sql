{#- Nothing but additions, then the rank that each bucket reaches up to. Counts are
    doubles here, as the ranks that they are compared with. -#}
with

cells_by_period as (
    select
        'day' as period_kind,
        metric_date as period_start,
        metric_date as period_end,
        measure_name,
        dimension_name,
        dimension_value,
        bucket_value,
        {{ as_double('count_values') }} as count_values
    from {{ ref('int_histogram_cells_daily') }}
    union all
    select
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        cells.measure_name,
        cells.dimension_name,
        cells.dimension_value,
        cells.bucket_value,
        {{ as_double('sum(cells.count_values)') }} as count_values
    from {{ ref('int_histogram_cells_daily') }} as cells
    inner join {{ ref('int_metric_days_by_period') }} as days_by_period
        on cells.metric_date = days_by_period.metric_date
    where days_by_period.period_kind <> 'day'
    group by
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        cells.measure_name,
        cells.dimension_name,
        cells.dimension_value,
        cells.bucket_value
)

{% set histogram -%}
    period_kind, period_start, measure_name, dimension_name, dimension_value
{%- endset %}

select
    *,
    sum(count_values) over (
        partition by {{ histogram }}
        order by bucket_value
        rows between unbounded preceding and current row
    ) as last_rank,
    sum(count_values) over (partition by {{ histogram }}) as sample_size
from cells_by_period
