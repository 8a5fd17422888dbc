{#- What an actor did on a day: the entities on top of each other, each with the
    measures of all, added up by all dimension values at once. Every cut is a sum of
    these. #}
{%- set metrics = ratio_metrics() -%}
{%- set measures = measures_of(metrics, ['session', 'turn', 'feedback']) -%}
{%- set entities = {
    'session': 'int_sessions_measured',
    'turn': 'int_turns_measured',
    'feedback': 'int_feedback_measured'
} %}
-- depends_on: {{ ref('measures') }}: a metric of an unknown measure stops here.
with

stacked as (
    {% for entity, model in entities.items() -%}
        select
            metric_date,
            actor_id,
            {% for dimension in metric_dimensions() -%}
                {{ dimension_column(dimension) }},
            {% endfor %}
            {% for measure in measures -%}
                {{ measure if measure in measure_names(entity) else '0.0e0' }}
                    as {{ measure }},
            {% endfor %}
            {{ 'is_user_active' if entity == 'session' else 'false' }} as is_user_active
        from {{ ref(model) }}
        where {{ is_day_in_scope('metric_date') }}
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

summed as (
    select
        metric_date,
        actor_id,
        {% for dimension in metric_dimensions() -%}
            {{ dimension_column(dimension) }},
        {% endfor %}
        {% for measure in measures -%}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        {{ any_of('is_user_active') }} as is_user_active
    from stacked
    group by
        {% for dimension in metric_dimensions() -%}
            {{ dimension_column(dimension) }},
        {% endfor %}
        metric_date,
        actor_id
)

select
    summed.*,
    {{ one_if('summed.is_user_active') }} as active_users,
    {{ one_if('summed.is_user_active and user_days.is_returning') }} as returning_users,
    {{ one_if('summed.is_user_active and user_days.is_new') }} as new_users,
    {{ one_if('summed.is_user_active and user_days.is_retained') }} as retained_users
from summed
left join {{ ref('int_user_days') }} as user_days
    on
        summed.actor_id = user_days.actor_id
        and summed.metric_date = user_days.activity_date
-- Day by day: what is added up next to each other stays in the processor's memory.
order by summed.metric_date
