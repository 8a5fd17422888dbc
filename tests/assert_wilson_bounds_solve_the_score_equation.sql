-- What makes a bound p Wilson's: the share lies z standard errors of p away from it,
-- (share - p)^2 = z^2 p (1 - p) / n. Needs none of the formula under test.
with

proportions as (
    select
        metrics.*,
        definitions.multiplier,
        metrics.numerator / metrics.denominator as observed_share,
        {{ as_double("'3.841458820694124'") }} / metrics.denominator
            as z_squared_by_n
    from {{ ref('fct_metrics_daily') }} as metrics
    inner join {{ ref('metric_definitions') }} as definitions
        on metrics.metric_name = definitions.metric_name
    where definitions.kind = 'proportion'
),

bounds as (
    select
        *,
        power(observed_share - interval_low / multiplier, 2)
        - z_squared_by_n * interval_low / multiplier * (1 - interval_low / multiplier)
            as low_error,
        power(observed_share - interval_high / multiplier, 2)
        - z_squared_by_n * interval_high / multiplier * (1 - interval_high / multiplier)
            as high_error
    from proportions
)

select
    metric_name,
    dimension_value,
    metric_date,
    numerator,
    denominator,
    interval_low,
    interval_high
from bounds
where
    not coalesce(
        abs(low_error) <= 1e-12
        and abs(high_error) <= 1e-12
        and interval_low < interval_high
        and observed_share >= interval_low / multiplier - 1e-12
        and observed_share <= interval_high / multiplier + 1e-12,
        false
    )
