{{ laid_out_by('run_number', kind='run') }}
{#- The days of actors that each run changes, as they are. Without rows where everything
    is made anew. #}
-- depends_on: {{ ref('int_sessions_in_scope') }}
with

actor_days as (
    {{ actor_days(
        ref('int_sessions'), ref('int_turns'), ref('int_feedback')
    ) | indent(4) }}
)

select
    cast({{ last_runs().get('run', 0) }} as {{ dbt.type_bigint() }}) as run_number,
    actor_id,
    metric_date
from actor_days
where {{ 'true' if is_increment() else 'false' }}
group by actor_id, metric_date
