with

estimates as (

    select
        period_kind,
        period_start,
        period_end,
        is_complete,
        metric_name,
        dimension_name,
        dimension_value,
        interval_method,
        metric_value,
        numerator,
        denominator,
        sample_size,
        count_clusters,
        interval_low,
        interval_high

    from {{ ref('int_metric_ratios_estimated') }}

    union all

    select
        period_kind,
        period_start,
        period_end,
        is_complete,
        metric_name,
        dimension_name,
        dimension_value,
        'order_statistics' as interval_method,
        metric_value,
        null as numerator,
        null as denominator,
        sample_size,
        null as count_clusters,
        interval_low,
        interval_high

    from {{ ref('int_metric_quantiles_estimated') }}

),

metric_definitions as (

    select * from {{ ref('metric_definitions') }}

),

clock as (

    select * from {{ ref('int_run_clock') }}

),

aged as (

    select
        estimates.*,
        metric_definitions.kind as metric_kind,
        metric_definitions.unit,
        metric_definitions.target_operator,
        metric_definitions.target_value,
        metric_definitions.minimum_sample_size,
        metric_definitions.definition_version,
        case metric_definitions.maturity_rule
            when 'at_close' then {{ var('session_timeout_minutes') }}
            when 'after_reopen_window'
                then
                    {{ var('session_timeout_minutes') }}
                    + 60 * {{ var('reopen_window_hours') }}
            when 'after_feedback_window'
                then
                    {{ var('session_timeout_minutes') }}
                    + 1440 * {{ var('feedback_window_days') }}
            when 'after_retention_window' then 1440 * 14
        end as minutes_to_mature,
        {{ dbt.datediff(
            dbt.dateadd(
                'day', 1, 'cast(estimates.period_end as ' ~ dbt.type_timestamp() ~ ')'
            ),
            'clock.as_of_at',
            'second'
        ) }} as seconds_since_end

    from estimates

    inner join metric_definitions
        on estimates.metric_name = metric_definitions.metric_name

    cross join clock

),

judged as (

    select
        *,
        case
            when sample_size < minimum_sample_size then 'not enough data'
            when target_value is null then null
            when target_operator = '>=' and metric_value >= target_value then 'met'
            when target_operator = '<=' and metric_value <= target_value then 'met'
            else 'missed'
        end as status,
        seconds_since_end >= 60 * minutes_to_mature as is_mature

    from aged

)

select * from judged
