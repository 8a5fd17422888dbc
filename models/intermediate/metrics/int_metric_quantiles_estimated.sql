{%- set z = '1.959963984540054e0' -%}

with

cells as (

    select * from {{ ref('int_histogram_cells_daily') }}

),

days_by_period as (

    select * from {{ ref('int_metric_days_by_period') }}

),

metric_definitions as (

    select
        metric_name,
        numerator_measure,
        quantile

    from {{ ref('metric_definitions') }}

    where kind = 'quantile'

),

-- Only additions up to here.
cells_by_period as (

    select
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        days_by_period.is_complete,
        cells.measure_name,
        cells.dimension_name,
        cells.dimension_value,
        cells.bucket_value,
        sum(cells.count_values) as count_values

    from cells

    inner join days_by_period
        on cells.metric_date = days_by_period.metric_date

    group by
        days_by_period.period_kind,
        days_by_period.period_start,
        days_by_period.period_end,
        days_by_period.is_complete,
        cells.measure_name,
        cells.dimension_name,
        cells.dimension_value,
        cells.bucket_value

),

{% set group_columns %}
    period_kind, period_start, measure_name, dimension_name, dimension_value
{% endset %}

cumulated as (

    select
        *,
        sum(count_values) over (
            partition by {{ group_columns }}
            order by bucket_value
            rows between unbounded preceding and current row
        ) as last_rank,
        sum(count_values) over (partition by {{ group_columns }}) as sample_size

    from cells_by_period

),

-- The nearest rank, and the ranks between which the true quantile lies.
ranked as (

    select
        cumulated.*,
        metric_definitions.metric_name,
        ceil(metric_definitions.quantile * cumulated.sample_size) as value_rank,
        floor(
            metric_definitions.quantile * cumulated.sample_size
            - {{ z }} * sqrt(
                cumulated.sample_size
                * metric_definitions.quantile
                * (1 - metric_definitions.quantile)
            )
        ) as low_rank,
        ceil(
            metric_definitions.quantile * cumulated.sample_size
            + {{ z }} * sqrt(
                cumulated.sample_size
                * metric_definitions.quantile
                * (1 - metric_definitions.quantile)
            )
        ) + 1 as high_rank

    from cumulated

    inner join metric_definitions
        on cumulated.measure_name = metric_definitions.numerator_measure

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
        sample_size,
        min(case when last_rank >= value_rank then bucket_value end) as metric_value,
        min(case when last_rank >= low_rank then bucket_value end) as interval_low,
        min(
            case
                when last_rank >= high_rank or last_rank = sample_size
                    then bucket_value
            end
        ) as interval_high

    from ranked

    group by
        period_kind,
        period_start,
        period_end,
        is_complete,
        metric_name,
        dimension_name,
        dimension_value,
        sample_size

)

select * from estimated
