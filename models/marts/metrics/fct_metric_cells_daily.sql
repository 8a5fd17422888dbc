with

cells as (
    select
        ---------- strings
        metric_name,
        dimension_name,
        dimension_value,
        ---------- numerics
        cast(count_clusters as {{ dbt.type_bigint() }}) as count_clusters,
        numerator,
        denominator,
        sum_residual_squares,
        sum_residual_denominator_products,
        sum_denominator_squares,
        ---------- dates
        metric_date
    from {{ ref('int_metric_cells_daily') }}
)

select * from cells
