{#- What an actor did on a day: the entities on top of each other, each with the
    measures of all, added up by all dimension values at once. Every cut is a sum of
    these. #}
{%- set metrics = ratio_metrics() -%}
{%- set measures = measures_of(metrics, ['session', 'turn', 'feedback']) -%}
{%- set entities = {
    'session': 'user_sessions',
    'turn': ref('int_turns_measured'),
    'feedback': ref('int_feedback_measured')
} -%}
{%- set user_measures = {
    'active_users': 'is_user_active',
    'returning_users': 'is_user_active and is_returning',
    'new_users': 'is_user_active and is_new',
    'retained_users': 'is_user_active and is_retained'
} %}
-- depends_on: {{ ref('measures') }}: a metric of an unknown measure stops here.
with

-- Joined before they are added up: a join of the sums would hold all of them once more.
-- Of another name than any measure: to BigQuery a name is first that of a table.
user_sessions as (
    select
        measured.*,
        user_days.is_returning,
        user_days.is_new,
        user_days.is_retained
    from {{ ref('int_sessions_measured') }} as measured
    left join {{ ref('int_user_days') }} as user_days
        on
            measured.actor_id = user_days.actor_id
            and measured.metric_date = user_days.activity_date
),

stacked as (
    {% for entity, relation in entities.items() -%}
        select
            {% for dimension in metric_dimensions() -%}
                {{ dimension_column(dimension) }},
            {% endfor %}
            {% for measure in measures -%}
                {{ measure if measure in measure_names(entity) else as_double(0) }}
                    as {{ measure }},
            {% endfor %}
            {% for measure, condition in user_measures.items() -%}
                {{ one_if(condition) if entity == 'session' else as_double(0) }}
                    as {{ measure }},
            {% endfor %}
            metric_date,
            actor_id
        from {{ relation }}
        where {{ is_day_in_scope('metric_date') }}
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
)

select
    {% for dimension in metric_dimensions() -%}
        {{ dimension_column(dimension) }},
    {% endfor %}
    {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }},
    {% endfor %}
    {% for measure in user_measures -%}
        max({{ measure }}) as {{ measure }},
    {% endfor %}
    metric_date,
    actor_id
from stacked
group by
    {% for dimension in metric_dimensions() -%}
        {{ dimension_column(dimension) }},
    {% endfor %}
    metric_date,
    actor_id
