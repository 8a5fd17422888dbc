{{ laid_out_by('run_number', kind='run') }}
{#- What each run made anew, written down before any of it changes: a table that a dead
    run did not come to finds here what it has missed. -#}
{% set run_number = last_runs().get('run', 0) %}
-- depends_on: {{ ref('int_scopes_touched') }}, {{ ref('int_events_restated') }}
-- depends_on: {{ ref('int_load_hour_changes') }}
{% if is_increment() %}
    with

    changes as (
        select
            scope_id,
            session_date
        from {{ ref('int_scopes_touched') }}
        {{ union_distinct() }}
        select
            scope_id,
            session_date
        from {{ ref('int_events_restated') }}
    )

    select
        cast({{ run_number }} as {{ dbt.type_bigint() }}) as run_number,
        scope_id,
        session_date
    from changes
{%- else %}
    select
        cast({{ run_number }} as {{ dbt.type_bigint() }}) as run_number,
        scope_id,
        session_date
    from {{ ref('int_events_restated') }}
    where false
{%- endif %}
