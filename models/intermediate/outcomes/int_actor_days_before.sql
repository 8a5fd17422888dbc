{{ laid_out_by('run_number', kind='run') }}
{#- The days of actors that each run changes, as they were: written down before a fact
    changes. Without rows where everything is made anew. #}
-- depends_on: {{ ref('int_sessions_in_scope') }}
{% if is_increment() %}
    with

    actor_days as (
        {{ actor_days(
            stored('int_sessions'), stored('int_turns'), stored('int_feedback')
        ) | indent(8) }}
    )

    select
        cast({{ last_runs()['run'] }} as {{ dbt.type_bigint() }}) as run_number,
        actor_id,
        metric_date
    from actor_days
    group by actor_id, metric_date
{%- else %}
    select
        cast(0 as {{ dbt.type_bigint() }}) as run_number,
        scope_id as actor_id,
        session_date as metric_date
    from {{ ref('int_sessions_in_scope') }}
    where false
{%- endif %}
