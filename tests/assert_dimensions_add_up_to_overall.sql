-- A session, turn or rating has exactly one value of each dimension, so the values of a
-- day add up to its overall number. Users are left out: they may come by two channels.
with

metrics as (
    select definitions.metric_name
    from {{ ref('metric_definitions') }} as definitions
    inner join {{ ref('measures') }} as measures
        on definitions.denominator_measure = measures.measure_name
    where measures.entity <> 'user'
),

cells as (
    select
        daily.metric_name,
        daily.dimension_name,
        daily.metric_date,
        sum(daily.numerator) as numerator,
        sum(daily.denominator) as denominator
    from {{ ref('fct_metric_cells_daily') }} as daily
    inner join metrics
        on daily.metric_name = metrics.metric_name
    group by daily.metric_name, daily.dimension_name, daily.metric_date
),

-- A dimension must be there for every metric and day, or its sum would be missed here.
dimensions as (
    select dimension_name
    from cells
    group by dimension_name
),

overall as (
    select * from cells
    where dimension_name = 'overall'
)

select
    overall.metric_name,
    overall.metric_date,
    dimensions.dimension_name,
    overall.numerator,
    cells.numerator as numerator_of_values
from overall
cross join dimensions
left join cells
    on
        overall.metric_name = cells.metric_name
        and overall.metric_date = cells.metric_date
        and dimensions.dimension_name = cells.dimension_name
where
    not coalesce(
        abs(overall.numerator - cells.numerator) <= 1e-9 * (1 + abs(overall.numerator))
        and overall.denominator = cells.denominator,
        false
    )
