with

cells as (
    select
        ---------- strings
        measure_name,
        dimension_name,
        dimension_value,
        ---------- numerics
        bucket_value,
        cast(count_values as {{ dbt.type_bigint() }}) as count_values,
        ---------- dates
        metric_date
    from {{ ref('int_histogram_cells_daily') }}
)

select * from cells
