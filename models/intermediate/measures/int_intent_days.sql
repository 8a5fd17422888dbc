{{ laid_out_by('metric_date') }}
{#- Sums that add up over days, and the latest sessions that were not helped: the latest
    of all days are among them. #}
{{ require_made('int_days_in_scope', 'metrics') }}
select
    session_date as metric_date,
    intent_name,
    count(*) as count_sessions,
    sum(count_turns) as count_turns,
    sum(count_unhandled_turns) as count_unhandled_turns,
    sum(case when count_unhandled_turns > 0 then 1 else 0 end)
        as count_unhandled_sessions,
    {% for outcome in ['task_completed', 'resolved', 'escalated', 'abandoned'] -%}
        sum({{ one_if('is_' ~ outcome) }}) as count_{{ outcome }},
    {% endfor %}
    sum({{ one_if('not is_task_completed') }}) as count_incomplete,
    {% for number in [1, 2, 3] -%}
        {% for column in ['session_id', 'started_at'] -%}
            max(case when example_number = {{ number }} then {{ column }} end)
                as example_{{ column }}_{{ number }},
        {% endfor %}
    {%- endfor %}
    min(first_unhandled_at) as first_unhandled_at,
    max(last_unhandled_at) as last_unhandled_at
from {{ ref('int_session_intents') }}
group by session_date, intent_name
