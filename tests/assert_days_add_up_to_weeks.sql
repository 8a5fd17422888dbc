-- Every ratio of a week is the ratio of what its days add up to: no average of averages
-- and no day twice. The first and the last week may hold fewer than seven days.
with

weeks as (
    select
        metric_name,
        dimension_name,
        dimension_value,
        numerator,
        denominator,
        count_clusters,
        period_start
    from {{ ref('fct_metrics_by_period') }}
    where
        period_kind = 'iso_week'
        -- Null where one cluster left no interval: still a ratio.
        and coalesce(interval_method, 'none') <> 'order_statistics'
),

days as (
    select
        cells.metric_name,
        cells.dimension_name,
        cells.dimension_value,
        {{ iso_week_start('cells.metric_date') }} as period_start,
        sum(cells.numerator) as numerator,
        sum(cells.denominator) as denominator,
        sum(cells.count_clusters) as count_clusters
    from {{ ref('fct_metric_cells_daily') }} as cells
    group by
        cells.metric_name,
        cells.dimension_name,
        cells.dimension_value,
        {{ iso_week_start('cells.metric_date') }}
    -- By its table: the plain name is the sum by now, on BigQuery.
    having sum(cells.denominator) <> 0
)

select
    weeks.metric_name,
    days.metric_name as metric_name_of_days,
    weeks.dimension_value,
    weeks.period_start,
    weeks.numerator,
    days.numerator as numerator_of_days
from weeks
full outer join days
    on
        weeks.metric_name = days.metric_name
        and weeks.dimension_name = days.dimension_name
        and weeks.dimension_value = days.dimension_value
        and weeks.period_start = days.period_start
where
    not coalesce(
        -- Doubles may be added in any order: money is right to a part in a billion.
        abs(weeks.numerator - days.numerator) <= 1e-9 * (1 + abs(days.numerator))
        and weeks.denominator = days.denominator
        and weeks.count_clusters = days.count_clusters,
        false
    )
