{#- The entities on top of each other, each with the measures of all: 0 where a measure
    is of another entity. -#}
{%- set entities = {
    'session': 'int_sessions_measured',
    'turn': 'int_turns_measured',
    'feedback': 'int_feedback_measured'
} -%}

{% for entity, model in entities.items() -%}
    select
        metric_date,
        actor_id,
        {% for dimension in metric_dimensions() -%}
            {{ dimension_column(dimension) }},
        {% endfor %}
        {% for other in entities -%}
            {% for measure in measure_names(other) -%}
                {{ measure if other == entity else '0.0e0' }} as {{ measure }},
            {% endfor %}
        {%- endfor %}
        {{ 'is_user_active' if entity == 'session' else 'false' }} as is_user_active
    from {{ ref(model) }}
    where {{ is_day_in_scope('metric_date') }}
    {% if not loop.last -%} union all {%- endif %}
{% endfor %}
