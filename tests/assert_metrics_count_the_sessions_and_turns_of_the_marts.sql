-- Who counts the rows of a mart must come to the number of the metric. The predicates
-- are those of the descriptions, not of the models. Days that were pruned have no rows.
with

counted as (
    select
        'task_resolution_rate' as metric_name,
        session_date as metric_date,
        sum(case when is_resolved then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_sessions') }}
    where
        is_engaged
        and not is_open
    group by session_date
    union all
    select
        'error_rate' as metric_name,
        submitted_date as metric_date,
        sum(case when is_error then 1 else 0 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_turns') }}
    where not is_open
    group by submitted_date
    union all
    select
        'response_latency_p50_ms' as metric_name,
        submitted_date as metric_date,
        cast(null as {{ dbt.type_bigint() }}) as numerator,
        count(*) as denominator
    from {{ ref('fct_turns') }}
    where
        not is_open
        and response_latency_ms is not null
    group by submitted_date
),

metrics as (
    select
        metric_name,
        numerator,
        sample_size,
        metric_date
    from {{ ref('fct_metrics_daily') }}
    where
        dimension_name = 'overall'
        and metric_name in (
            'task_resolution_rate', 'error_rate', 'response_latency_p50_ms'
        )
)

select
    counted.metric_name,
    metrics.metric_name as metric_name_found,
    coalesce(counted.metric_date, metrics.metric_date) as metric_date,
    counted.numerator as numerator_counted,
    metrics.numerator,
    counted.denominator as denominator_counted,
    metrics.sample_size
from counted
full outer join metrics
    on
        counted.metric_name = metrics.metric_name
        and counted.metric_date = metrics.metric_date
where
    {{ is_after_horizon('coalesce(counted.metric_date, metrics.metric_date)') }}
    and not coalesce(
        counted.denominator = metrics.sample_size
        and (
            counted.numerator = metrics.numerator
            or counted.metric_name = 'response_latency_p50_ms'
        ),
        false
    )
