{#- Every day from the first to the last with data, days without any included. -#}
with

-- A session may go on after midnight; a rating of no session has a day of its own.
days_with_data as (
    select
        session_date as first_date,
        coalesce(last_submitted_date, session_date) as last_date
    from {{ ref('int_sessions') }}
    where not is_open
    union all
    select
        metric_date as first_date,
        metric_date as last_date
    from {{ ref('int_feedback_measured') }}
    where session_id is null
    {{ or_date_noted('first data on ', ['first_date', 'last_date']) }}
),

bounds as (
    select
        min(first_date) as first_date,
        max(last_date) as last_date
    from days_with_data
)

select
    calendar.date_day,
    bounds.first_date
from {{ ref('int_calendar_days') }} as calendar
inner join bounds
    on calendar.date_day between bounds.first_date and bounds.last_date
