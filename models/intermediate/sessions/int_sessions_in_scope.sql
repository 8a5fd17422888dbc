{#- What the facts are made anew of: this run's changes, and those of runs that died. -#}
select
    scope_id,
    session_date
from {{ ref('int_session_changes') }}
where run_number > {{ last_finished_run() if is_increment() else last_runs().get('run', 0) }}
group by scope_id, session_date
