select
    run_number,
    actor_id,
    metric_date
from {{ ref('int_actor_days_before') }}
union all
select
    run_number,
    actor_id,
    metric_date
from {{ ref('int_actor_days_after') }}
