{#- Weeks that are wholly before the horizon, each once however often it is pruned. -#}
{% macro keep_retention(horizon) -%}
    insert into {{ pruned_retention_relation() }} (
        cohort_week, activity_week, count_active_users
    )
    with

    user_weeks as (
        select
            actor_id,
            {{ iso_week_start('first_activity_date') }} as cohort_week,
            {{ iso_week_start('activity_date') }} as activity_week
        from {{ stored('int_user_days') }}
    )

    select cohort_week, activity_week, count(distinct actor_id) as count_active_users
    from user_weeks
    where
        activity_week < {{ iso_week_start("cast('" ~ horizon ~ "' as date)") }}
        {%- if prune_horizon() %}
            and activity_week
            >= {{ iso_week_start("cast('" ~ prune_horizon() ~ "' as date)") }}
        {%- endif %}
    group by cohort_week, activity_week
{%- endmacro %}

{#- With the days on which the calendar and the data begin, which no event tells then. -#}
{% macro keep_dates(horizon) -%}
    {%- set run_number = last_runs().get('run', 0) + 1 -%}
    {%- set first_event = run_query(
        'select min(date_day) from ' ~ stored('int_calendar_days')
    ).columns[0].values()[0] -%}
    {%- set first_data = run_query(
        'select min(metric_date) from ' ~ stored('int_metric_days_by_period')
    ).columns[0].values()[0] or first_event -%}
    insert into {{ run_state_relation() }} (entry_name, run_number)
    values
    ('run', {{ run_number }}),
    ('pruned before {{ horizon }}', {{ run_number }}),
    ('first event on {{ (first_event | string)[:10] }}', {{ run_number }}),
    ('first data on {{ (first_data | string)[:10] }}', {{ run_number }})
{%- endmacro %}
