{#- The actors and days on which the sessions in scope, their turns and ratings count. -#}
{% macro actor_days(sessions, turns, feedback) -%}
    select
        actor_id,
        cast(started_at as date) as metric_date
    from {{ sessions }}
    where {{ is_in_scope('session_id') }}
    union all
    select
        sessions.actor_id,
        cast(turns.submitted_at as date) as metric_date
    from {{ turns }} as turns
    inner join {{ sessions }} as sessions
        on turns.session_id = sessions.session_id
    where {{ is_in_scope('turns.session_id') }}
    union all
    select
        feedback.actor_id,
        cast(coalesce(sessions.started_at, feedback.occurred_at) as date)
            as metric_date
    from {{ feedback }} as feedback
    left join {{ sessions }} as sessions
        on feedback.session_id = sessions.session_id
    where {{ is_in_scope('feedback.scope_id') }}
{%- endmacro %}
