{%- set z = '1.959963984540054e0' -%}

with

cells as (

    select * from {{ ref('int_metric_cells_daily') }}

),

days_by_period as (

    select * from {{ ref('int_metric_days_by_period') }}

),

metric_definitions as (

    select * from {{ ref('metric_definitions') }}

),

-- Only additions up to here.
cells_by_period as (

    select
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        days_by_period.is_complete,
        cells.metric_name,
        cells.dimension_name,
        cells.dimension_value,
        sum(cells.count_clusters) as count_clusters,
        sum(cells.numerator) as numerator,
        sum(cells.denominator) as denominator,
        sum(cells.sum_residual_squares) as sum_residual_squares,
        sum(cells.sum_residual_denominator_products)
            as sum_residual_denominator_products,
        sum(cells.sum_denominator_squares) as sum_denominator_squares

    from cells

    inner join days_by_period
        on cells.metric_date = days_by_period.metric_date

    group by
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        days_by_period.is_complete,
        cells.metric_name,
        cells.dimension_name,
        cells.dimension_value

),

ratios as (

    select
        cells_by_period.*,
        metric_definitions.kind,
        metric_definitions.unit,
        metric_definitions.multiplier,
        cells_by_period.numerator / cells_by_period.denominator as ratio,
        cells_by_period.numerator / cells_by_period.denominator
        - metric_definitions.moment_center as shift

    from cells_by_period

    inner join metric_definitions
        on cells_by_period.metric_name = metric_definitions.metric_name

    where cells_by_period.denominator <> 0

),

-- The squares around the ratio itself, moved there from the constant centre.
moved as (

    select
        *,
        sum_residual_squares
        - 2 * shift * sum_residual_denominator_products
        + shift * shift * sum_denominator_squares as sum_squares,
        1e-13 * (sum_residual_squares + shift * shift * sum_denominator_squares)
            as rounding_error

    from ratios

),

-- Where every cluster has the same ratio only rounding is left, whose root would show.
standard_errors as (

    select
        *,
        case
            when kind = 'proportion' or count_clusters < 2 then null
            when sum_squares <= rounding_error then 0.0e0
            else
                sqrt(count_clusters * 1.0e0 / (count_clusters - 1) * sum_squares)
                / denominator
        end as standard_error,
        case
            when kind = 'proportion'
                then
                    {{ z }} / (1 + {{ z }} * {{ z }} / denominator)
                    * sqrt(
                        ratio * (1 - ratio) / denominator
                        + {{ z }} * {{ z }} / (4 * denominator * denominator)
                    )
        end as wilson_half_width,
        case
            when kind = 'proportion'
                then
                    (ratio + {{ z }} * {{ z }} / (2 * denominator))
                    / (1 + {{ z }} * {{ z }} / denominator)
        end as wilson_center

    from moved

),

intervals as (

    select
        *,
        coalesce(wilson_center - wilson_half_width, ratio - {{ z }} * standard_error)
            as low,
        coalesce(wilson_center + wilson_half_width, ratio + {{ z }} * standard_error)
            as high,
        case
            when kind = 'proportion' then 'wilson'
            when standard_error is not null then 'delta_by_actor_day'
        end as interval_method

    from standard_errors

),

estimated as (

    select
        period_kind,
        period_start,
        period_end,
        is_complete,
        metric_name,
        dimension_name,
        dimension_value,
        interval_method,
        multiplier * ratio as metric_value,
        numerator,
        denominator,
        cast(denominator as {{ dbt.type_bigint() }}) as sample_size,
        count_clusters,
        multiplier
        * case when unit in ('share', 'percent') and low < 0 then 0.0e0 else low end
            as interval_low,
        multiplier
        * case when unit in ('share', 'percent') and high > 1 then 1.0e0 else high end
            as interval_high

    from intervals

)

select * from estimated
