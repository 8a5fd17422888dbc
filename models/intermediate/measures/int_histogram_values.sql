{#- One row per value that a quantile metric is taken of. -#}
with

closed_sessions as (
    select * from {{ ref('int_sessions') }}
    where not is_open
)

{% for measure in ['response_latency_ms', 'time_to_first_token_ms'] -%}
    select
        '{{ measure }}' as measure_name,
        {% for dimension in metric_dimensions() -%}
            turns.{{ dimension_column(dimension) }},
        {% endfor %}
        turns.{{ measure }} as measured_value,
        turns.submitted_date as metric_date
    from {{ ref('int_turns') }} as turns
    inner join closed_sessions
        on turns.session_id = closed_sessions.session_id
    where
        turns.{{ measure }} is not null
        and {{ is_day_in_scope('turns.submitted_date', has_changed_facts=true) }}
    union all
{% endfor -%}
select
    'conversation_turns' as measure_name,
    {% for dimension in metric_dimensions() -%}
        {{ dimension_column(dimension) }},
    {% endfor %}
    {{ as_double('count_turns') }} as measured_value,
    session_date as metric_date
from closed_sessions
where
    count_turns > 0
    and {{ is_day_in_scope('session_date', has_changed_facts=true) }}
