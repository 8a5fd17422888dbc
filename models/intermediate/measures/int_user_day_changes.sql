{#- The days on which users come to be new, returning or retained, or no longer are, written
    down before they do. Without rows where everything is made anew. -#}
{% set run_number = last_runs().get('run', 0) %}
-- depends_on: {{ ref('int_actor_day_changes') }}
{% set facts = ['is_new', 'is_returning', 'is_retained'] %}
select
    cast({{ run_number }} as {{ dbt.type_bigint() }}) as run_number,
    coalesce(after.activity_date, before.activity_date) as metric_date
from {{ ref('int_user_days_restated') }} as after
full outer join (
    {% if is_increment('metrics') -%}
        select * from {{ stored('int_user_days') }}
        where actor_id in (
            select actor_id from {{ ref('int_actor_day_changes') }}
            where run_number > {{ last_counted_run() }}
        )
    {%- else -%}
        select * from {{ ref('int_user_days_restated') }}
    {%- endif %}
) as before
    on
        after.actor_id = before.actor_id
        and after.activity_date = before.activity_date
where
    {{ 'true' if is_increment('metrics') else 'false' }}
    and (
        after.actor_id is null
        or before.actor_id is null
        {% for fact in facts -%}
            or after.{{ fact }} <> before.{{ fact }}
        {% endfor %}
    )
group by coalesce(after.activity_date, before.activity_date)
