{#- Every day from the horizon to the as-of day: 16,384 days are 44 years. -#}
with

numbers as (
    {{ dbt.generate_series(16384) | indent(4) }}
),

days as (
    select
        {{ add_days(
            "cast('" ~ var('event_horizon_date') ~ "' as date)",
            'cast(generated_number - 1 as ' ~ dbt.type_int() ~ ')'
        ) }} as date_day
    from numbers
),

elapsed_days as (
    select days.date_day
    from days
    cross join {{ ref('int_run_clock') }} as clock
    where days.date_day <= cast(clock.as_of_at as date)
)

select * from elapsed_days
