{#- Every day from the first event to the as-of day. 131,072 days are more than there
    are from 1970, the earliest horizon, to 2200, where times end. -#}
with

numbers as (
    {{ dbt.generate_series(131072) | indent(4) }}
),

first_days as (
    select cast(min(occurred_at) as date) as first_date
    from {{ ref('int_events') }}
    {{ or_date_noted('first event on ', ['first_date']) }}
),

bounds as (
    select
        min(first_days.first_date) as first_date,
        cast(max(clock.as_of_at) as date) as last_date
    from first_days
    cross join {{ ref('int_run_clock') }} as clock
),

days as (
    select
        bounds.last_date,
        {{ add_days(
            'bounds.first_date',
            'cast(numbers.generated_number - 1 as ' ~ dbt.type_int() ~ ')'
        ) }} as date_day
    from numbers
    cross join bounds
)

select date_day
from days
where date_day <= last_date
