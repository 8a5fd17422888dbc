{#- The clusters of every interval: what an actor did on a day, by dimension value. -#}
with

by_dimension as (
    {% for dimension in ['overall'] + metric_dimensions() -%}
        select
            metric_date,
            '{{ dimension }}' as dimension_name,
            {{ dimension_value(dimension) }} as dimension_value,
            actor_id,
            {% for entity in ['session', 'turn', 'feedback'] -%}
                {% for measure in measure_names(entity) -%}
                    sum({{ measure }}) as {{ measure }},
                {% endfor %}
            {%- endfor %}
            {{ any_of('is_user_active') }} as is_user_active
        from {{ ref('int_measures_stacked') }}
        {% if dimension == 'overall' -%}
            group by metric_date, actor_id
        {%- else -%}
            group by metric_date, actor_id, {{ dimension_column(dimension) }}
        {%- endif %}
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
)

select
    by_dimension.*,
    {{ one_if('by_dimension.is_user_active') }} as active_users,
    {{ one_if('by_dimension.is_user_active and user_days.is_returning') }}
        as returning_users,
    {{ one_if('by_dimension.is_user_active and user_days.is_new') }} as new_users,
    {{ one_if('by_dimension.is_user_active and user_days.is_retained') }}
        as retained_users
from by_dimension
left join {{ ref('int_user_days') }} as user_days
    on
        by_dimension.actor_id = user_days.actor_id
        and by_dimension.metric_date = user_days.activity_date
