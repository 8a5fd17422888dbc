{#- The actors and days on which the sessions in scope, their turns and ratings count. -#}
{% macro actor_days(sessions, turns, feedback, scopes=none) -%}
    {%- set scopes = scopes or 'select scope_id from ' ~ ref('int_sessions_in_scope') -%}
    select
        actor_id,
        cast(started_at as date) as metric_date
    from {{ sessions }}
    where session_id in ({{ scopes }})
    union all
    select
        sessions.actor_id,
        cast(turns.submitted_at as date) as metric_date
    from {{ turns }} as turns
    inner join {{ sessions }} as sessions
        on turns.session_id = sessions.session_id
    where turns.session_id in ({{ scopes }})
    union all
    select
        feedback.actor_id,
        cast(coalesce(sessions.started_at, feedback.occurred_at) as date)
            as metric_date
    from {{ feedback }} as feedback
    left join {{ sessions }} as sessions
        on feedback.session_id = sessions.session_id
    where feedback.scope_id in ({{ scopes }})
{%- endmacro %}
