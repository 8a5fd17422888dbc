with

metrics as (

    select
        'day' as period_kind,
        metric_date as period_start,
        metric_date as period_end,
        metric_name,
        dimension_name,
        metric_value,
        interval_low,
        interval_high,
        sample_size,
        target_operator,
        target_value,
        status,
        is_mature,
        is_complete

    from {{ ref('fct_metrics_daily') }}

    union all

    select
        period_kind,
        period_start,
        period_end,
        metric_name,
        dimension_name,
        metric_value,
        interval_low,
        interval_high,
        sample_size,
        target_operator,
        target_value,
        status,
        is_mature,
        is_complete

    from {{ ref('fct_metrics_by_period') }}

    where period_kind = 'iso_week'

),

metric_definitions as (

    select * from {{ ref('metric_definitions') }}

),

complete_metrics as (

    select * from metrics

    where
        dimension_name = 'overall'
        and is_complete

),

-- The latest complete period of the warehouse, not of each metric: a metric that has
-- fallen silent must be seen to be absent, not to be as it was last month.
latest_periods as (

    select
        period_kind,
        max(period_start) as period_start

    from complete_metrics

    group by period_kind

),

described as (

    select

        ---------- strings
        metric_definitions.metric_name,
        metric_definitions.label,
        latest_periods.period_kind,
        metric_definitions.heart_dimension,
        metric_definitions.unit,
        metric_definitions.better_direction,
        metric_definitions.target_operator,
        coalesce(latest.status, case
            when latest.metric_name is null then 'not enough data'
        end) as status,
        case
            when latest.metric_value is null or previous.metric_value is null
                then null
            when
                latest.interval_low <= previous.interval_high
                and previous.interval_low <= latest.interval_high
                then 'within the noise'
            when
                (latest.metric_value > previous.metric_value)
                = (metric_definitions.better_direction = 'higher')
                then 'better'
            else 'worse'
        end as change_verdict,

        ---------- numerics
        latest.metric_value,
        latest.interval_low,
        latest.interval_high,
        coalesce(latest.sample_size, 0) as sample_size,
        metric_definitions.target_value,
        previous.metric_value as previous_value,
        latest.metric_value - previous.metric_value as change,
        metric_definitions.definition_version,

        ---------- booleans
        latest.is_mature,

        ---------- dates
        latest_periods.period_start

    from latest_periods

    cross join metric_definitions

    left join complete_metrics as latest
        on
            latest_periods.period_kind = latest.period_kind
            and latest_periods.period_start = latest.period_start
            and metric_definitions.metric_name = latest.metric_name

    left join complete_metrics as previous
        on
            latest_periods.period_kind = previous.period_kind
            and metric_definitions.metric_name = previous.metric_name
            and previous.period_start = case
                when latest_periods.period_kind = 'day'
                    then {{ add_days('latest_periods.period_start', -1) }}
                else {{ add_days('latest_periods.period_start', -7) }}
            end

)

select * from described
