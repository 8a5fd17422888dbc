{{ laid_out_by('run_number', kind='run') }}
{%- set fates = [
    'opened', 'continued', 'closed', 'restated', 'split', 'merged', 'removed'
] -%}
{%- set run_number = last_runs().get('int_sessions_in_scope', 0) %}
-- depends_on: {{ ref('int_sessions_in_scope') }}, {{ ref('int_sessions') }}
-- depends_on: {{ ref('int_session_fates') }}
with

counted as (
    {% if is_increment() -%}
        select
            restatement_cause,
            count(*) as count_sessions,
            {% for fate in fates -%}
                sum(case when session_fate = '{{ fate }}' then 1 else 0 end)
                    as count_{{ fate }},
            {% endfor %}
            session_date
        from {{ ref('int_session_fates') }}
        where session_fate <> 'unchanged'
        group by restatement_cause, session_date
    {%- else -%}
        select
            'full build' as restatement_cause,
            count(*) as count_sessions,
            {% for fate in fates -%}
                cast(null as {{ dbt.type_bigint() }}) as count_{{ fate }},
            {% endfor %}
            session_date
        from {{ ref('int_sessions') }}
        group by session_date
    {%- endif %}
)

select
    ---------- ids
    '{{ run_number }}|' || cast(session_date as {{ type_text() }})
    || '|' || restatement_cause as session_restatement_id,
    ---------- strings
    restatement_cause,
    ---------- numerics
    cast({{ run_number }} as {{ dbt.type_bigint() }}) as run_number,
    cast(count_sessions as {{ dbt.type_bigint() }}) as count_sessions,
    {% for fate in fates -%}
        cast(count_{{ fate }} as {{ dbt.type_bigint() }}) as count_{{ fate }},
    {% endfor %}
    ---------- dates
    session_date,
    ---------- timestamps
    cast(
        '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}'
        as {{ type_utc_timestamp() }}
    ) as run_started_at
from counted
where {{ run_number }} > {{ last_logged_run() }}
{{ require_made('int_sessions_restated') }}
