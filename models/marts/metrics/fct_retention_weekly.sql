with

rates as (
    select
        weeks.*,
        weeks.count_active_users / weeks.cohort_size as retention_rate,
        cast(weeks.next_week as {{ type_utc_timestamp() }}) <= clock.as_of_at
            as is_complete
    from {{ ref('int_retention_weeks') }} as weeks
    cross join {{ ref('int_run_clock') }} as clock
)

select
    ---------- numerics
    cast(
        {{ days_between('cohort_week', 'activity_week') }}
        / 7 as {{ dbt.type_int() }}
    ) as week_number,
    cast(cohort_size as {{ dbt.type_bigint() }}) as cohort_size,
    cast(count_active_users as {{ dbt.type_bigint() }}) as count_active_users,
    retention_rate,
    {{ wilson_bound('retention_rate', 'cohort_size', '-') }} as interval_low,
    {{ wilson_bound('retention_rate', 'cohort_size', '+') }} as interval_high,
    ---------- booleans
    is_complete,
    ---------- dates
    cohort_week,
    activity_week
from rates
