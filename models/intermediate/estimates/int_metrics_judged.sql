{#- The days are stored, the longer periods are added up where they are asked for. -#}
{%- set columns -%}
    period_kind, period_start, period_end, metric_name, dimension_name,
    dimension_value, metric_value, interval_low, interval_high, sample_size,
    interval_method, numerator, denominator, count_clusters
{%- endset -%}
with

estimates as (
    select {{ columns }} from {{ ref('int_daily_metrics_estimated') }}
    union all
    select {{ columns }} from {{ ref('int_metrics_estimated') }}
    where period_kind <> 'day'
),

aged as (
    select
        estimates.*,
        periods.is_complete,
        definitions.label,
        definitions.heart_dimension,
        definitions.unit,
        definitions.better_direction,
        definitions.target_operator,
        definitions.target_value,
        definitions.minimum_sample_size,
        definitions.definition_version,
        case definitions.maturity_rule
            {% for rule, minutes in {
                'at_close': 0,
                'after_reopen_window': 60 * var('reopen_window_hours'),
                'after_feedback_window': 1440 * var('feedback_window_days')
            }.items() -%}
                when '{{ rule }}'
                    then {{ var('session_timeout_minutes') + minutes }}
            {% endfor %}
            when 'after_retention_window' then 1440 * 14
        end as minutes_to_mature,
        {{ milliseconds_between(
            end_of_day('estimates.period_end'), 'clock.as_of_at'
        ) }} / 60000 as minutes_since_end
    from estimates
    inner join {{ ref('int_metric_periods') }} as periods
        on
            estimates.period_kind = periods.period_kind
            and estimates.period_start = periods.period_start
    inner join {{ ref('metric_definitions') }} as definitions
        on estimates.metric_name = definitions.metric_name
    cross join {{ ref('int_run_clock') }} as clock
)

select
    *,
    case
        when sample_size < minimum_sample_size then 'not enough data'
        when target_value is null then null
        when target_operator = '>=' and metric_value >= target_value then 'met'
        when target_operator = '<=' and metric_value <= target_value then 'met'
        else 'missed'
    end as status,
    minutes_since_end >= minutes_to_mature as is_mature
from aged
