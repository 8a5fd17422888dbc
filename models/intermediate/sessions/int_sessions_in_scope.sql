{#- What the facts are made anew of: the changes of this run, and those of runs that
    died. -#}
{%- set last_run = last_finished_run() if is_increment()
    else last_runs().get('run', 0) %}
-- depends_on: {{ ref('int_session_events_before') }}
select
    scope_id,
    session_date
from {{ ref('int_session_changes') }}
where run_number > {{ last_run }}
group by scope_id, session_date
