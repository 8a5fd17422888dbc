{#- What was shown of what was made anew since the last entry in the log. A run that
    died may have changed a part: what was there before that run is what was shown. -#}
with

written as (
    select * from {{ ref('int_session_events_before') }}
    where run_number > {{ last_logged_run() }}
),

first_written as (
    select
        scope_id,
        min(run_number) as run_number
    from written
    group by scope_id
)

select written.*
from written
inner join first_written
    on
        written.scope_id = first_written.scope_id
        and written.run_number = first_written.run_number
