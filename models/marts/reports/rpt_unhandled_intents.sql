with

summed as (
    select
        intent_name,
        count(*) as count_sessions,
        sum(count_turns) as count_turns,
        sum(count_unhandled_turns) as count_unhandled_turns,
        sum(case when count_unhandled_turns > 0 then 1 else 0 end)
            as count_unhandled_sessions,
        {% for rate, outcome in {
            'task_completion_rate': 'task_completed',
            'resolution_rate': 'resolved',
            'escalation_rate': 'escalated',
            'abandonment_rate': 'abandoned'
        }.items() -%}
            sum({{ one_if('is_' ~ outcome) }}) / count(*) as {{ rate }},
        {% endfor %}
        sum({{ one_if('not is_task_completed') }}) as count_incomplete,
        {% for number in [1, 2, 3] -%}
            max(
                case
                    when
                        example_number = {{ number }}
                        and count_unhandled_turns > 0
                        and not is_task_completed
                        then session_id
                end
            ) as example_session_id_{{ number }},
        {% endfor %}
        cast(min(first_unhandled_at) as date) as first_unhandled_date,
        cast(max(last_unhandled_at) as date) as last_unhandled_date
    from {{ ref('int_session_intents') }}
    group by intent_name
),

all_sessions as (
    select sum({{ one_if('not is_task_completed') }}) as count_incomplete
    from {{ ref('int_sessions') }}
    where is_engaged and not is_open
)

select
    ---------- ids
    summed.intent_name,
    summed.example_session_id_1,
    summed.example_session_id_2,
    summed.example_session_id_3,
    ---------- numerics
    {% for column in [
        'count_turns', 'count_unhandled_turns', 'count_sessions',
        'count_unhandled_sessions'
    ] -%}
        cast(summed.{{ column }} as {{ dbt.type_bigint() }}) as {{ column }},
    {% endfor %}
    summed.count_unhandled_turns * 1.0e0 / summed.count_turns as unhandled_rate,
    summed.task_completion_rate,
    summed.resolution_rate,
    summed.escalation_rate,
    summed.abandonment_rate,
    summed.count_incomplete / nullif(all_sessions.count_incomplete, 0)
        as share_of_incomplete_sessions,
    ---------- dates
    summed.first_unhandled_date,
    summed.last_unhandled_date
from summed
cross join all_sessions
where summed.count_unhandled_turns > 0
