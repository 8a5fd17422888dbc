{#- One row per day, dimension value and actor: the cluster of every interval. -#}
{%- set entities = {
    'session': 'int_sessions_measured',
    'turn': 'int_turns_measured',
    'feedback': 'int_feedback_measured'
} -%}

with

user_days as (

    select * from {{ ref('int_user_days') }}

),

{% for entity, model in entities.items() -%}
    {{ entity }}_measures as (

        select * from {{ ref(model) }}

    ),

{% endfor -%}

{% for dimension in ['overall'] + var('metric_dimensions') -%}
    {{ dimension }}_measures as (

        {% for entity in entities -%}
            {%- set value = "'all'" if dimension == 'overall' else
                "coalesce(" ~ dimension_column(dimension) ~ ", '(unknown)')" -%}
            select
                metric_date,
                '{{ dimension }}' as dimension_name,
                {{ value }} as dimension_value,
                actor_id,
                {% if entity == 'session' -%}
                    max(
                        case when user_id is not null and engaged_sessions > 0
                            then 1 else 0 end
                    ) as is_active_user
                {%- else -%}
                    0 as is_active_user
                {%- endif -%}
                {%- for other in entities -%}
                    {%- for measure in measure_names(other) -%}
                        , {{ 'sum(' ~ measure ~ ')' if other == entity
                            else 'cast(null as ' ~ type_double() ~ ')' }}
                            as {{ measure }}
                    {%- endfor -%}
                {%- endfor %}

            from {{ entity }}_measures

            group by metric_date, {{ value if dimension != 'overall' else "actor_id" }}
                {{- ', actor_id' if dimension != 'overall' }}

            {% if not loop.last -%} union all {%- endif %}
        {% endfor %}

    ),

{% endfor -%}

stacked as (

    {% for dimension in ['overall'] + var('metric_dimensions') -%}
        select * from {{ dimension }}_measures
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}

),

summed as (

    select
        stacked.metric_date,
        stacked.dimension_name,
        stacked.dimension_value,
        stacked.actor_id,
        {% for entity in entities -%}
            {% for measure in measure_names(entity) -%}
                coalesce(sum(stacked.{{ measure }}), 0.0e0) as {{ measure }},
            {% endfor %}
        {%- endfor %}
        max(stacked.is_active_user) as is_active_user

    from stacked

    group by
        stacked.metric_date,
        stacked.dimension_name,
        stacked.dimension_value,
        stacked.actor_id

),

with_user_measures as (

    select
        summed.*,
        {% for measure, condition in {
            'active_users': 'true',
            'returning_users': 'user_days.is_returning',
            'new_users': 'user_days.is_new',
            'retained_users': 'user_days.is_retained'
        }.items() -%}
            {{ one_if('summed.is_active_user = 1 and ' ~ condition) }}
                as {{ measure }}{{ ',' if not loop.last }}
        {% endfor %}

    from summed

    left join user_days
        on
            summed.actor_id = user_days.actor_id
            and summed.metric_date = user_days.activity_date

)

select * from with_user_measures
