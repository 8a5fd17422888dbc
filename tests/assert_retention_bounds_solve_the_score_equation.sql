-- A Wilson bound b of a share p solves (p - b)^2 = z^2 b (1 - b) / n, whatever formula
-- gave it.
with

bounds as (
    select
        *,
        {{ as_double("'3.841458820694124'") }} / cohort_size as squared_z_over_n
    from {{ ref('fct_retention_weekly') }}
)

select
    cohort_week,
    activity_week
from bounds
where not coalesce(
    abs(
        power(retention_rate - interval_low, 2)
        - squared_z_over_n * interval_low * (1 - interval_low)
    ) <= 1e-12
    and abs(
        power(retention_rate - interval_high, 2)
        - squared_z_over_n * interval_high * (1 - interval_high)
    ) <= 1e-12
    and interval_low < interval_high
    and retention_rate between interval_low - 1e-12 and interval_high + 1e-12,
    false
)
