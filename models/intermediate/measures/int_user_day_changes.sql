{{ laid_out_by('run_number', kind='run') }}
{#- The days on which users come to be new, returning or retained, or no longer are,
    written down before they do. Without rows where everything is made anew. -#}
{% set facts = ['is_new', 'is_returning', 'is_retained'] %}
-- depends_on: {{ ref('int_actor_day_changes') }}
with

restated as (
    select * from {{ ref('int_user_days_restated') }}
    where {{ 'true' if is_increment('metrics') else 'false' }}
),

known as (
    {% if is_increment('metrics') -%}
        select * from {{ stored('int_user_days') }}
        where {{ is_user_in_scope('actor_id') }}
    {%- else -%}
        select * from restated
    {%- endif %}
)

select
    cast({{ last_runs().get('run', 0) }} as {{ dbt.type_bigint() }}) as run_number,
    coalesce(restated.activity_date, known.activity_date) as metric_date
from restated
full outer join known
    on
        restated.actor_id = known.actor_id
        and restated.activity_date = known.activity_date
where
    restated.actor_id is null
    or known.actor_id is null
    {% for fact in facts -%}
        or restated.{{ fact }} <> known.{{ fact }}
    {% endfor %}
group by coalesce(restated.activity_date, known.activity_date)
