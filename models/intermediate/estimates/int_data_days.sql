{#- Every day from the first to the last with data, days without any included. -#}
with

bounds as (
    select
        min(metric_date) as first_date,
        max(metric_date) as last_date
    from {{ ref('int_measures_by_actor_day') }}
)

select
    calendar.date_day,
    bounds.first_date
from {{ ref('int_calendar_days') }} as calendar
inner join bounds
    on calendar.date_day between bounds.first_date and bounds.last_date
