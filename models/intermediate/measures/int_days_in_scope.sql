{#- The days whose cells are made anew: where a session, turn or rating has changed, and
    where only the users did. Without rows where everything is. -#}
with

changed_days as (
    select
        metric_date,
        1 as has_changed_facts
    from {{ ref('int_actor_day_changes') }}
    where run_number > {{ last_counted_run() }}
    union all
    select
        metric_date,
        0 as has_changed_facts
    from {{ ref('int_user_day_changes') }}
    where run_number > {{ last_counted_run() }}
)

select
    metric_date,
    max(has_changed_facts) = 1 as has_changed_facts
from changed_days
where {{ is_after_horizon('metric_date') if is_increment('metrics') else 'false' }}
group by metric_date
