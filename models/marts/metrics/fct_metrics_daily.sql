with

metrics as (
    select
        ---------- strings
        metric_name,
        dimension_name,
        dimension_value,
        status,
        interval_method,
        target_operator,
        unit,
        ---------- numerics
        metric_value,
        numerator,
        denominator,
        cast(sample_size as {{ dbt.type_bigint() }}) as sample_size,
        cast(count_clusters as {{ dbt.type_bigint() }}) as count_clusters,
        interval_low,
        interval_high,
        target_value,
        definition_version,
        ---------- booleans
        is_complete,
        is_mature,
        ---------- dates
        period_start as metric_date
    from {{ ref('int_metrics_judged') }}
    where period_kind = 'day'
)

select * from metrics
