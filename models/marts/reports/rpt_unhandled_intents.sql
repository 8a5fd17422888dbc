with

summed as (
    select
        intent_name,
        {% for column in [
            'count_turns', 'count_unhandled_turns', 'count_sessions',
            'count_unhandled_sessions'
        ] -%}
            cast(sum({{ column }}) as {{ dbt.type_bigint() }}) as {{ column }},
        {% endfor %}
        {% for rate, outcome in {
            'task_completion_rate': 'task_completed',
            'resolution_rate': 'resolved',
            'escalation_rate': 'escalated',
            'abandonment_rate': 'abandoned'
        }.items() -%}
            sum(count_{{ outcome }}) / sum(count_sessions) as {{ rate }},
        {% endfor %}
        sum(count_incomplete) as count_incomplete,
        cast(min(first_unhandled_at) as date) as first_unhandled_date,
        cast(max(last_unhandled_at) as date) as last_unhandled_date
    from {{ ref('int_intent_days') }}
    where intent_name is not null
    group by intent_name
),

examples_of_days as (
    {% for number in [1, 2, 3] -%}
        select
            intent_name,
            example_session_id_{{ number }} as session_id,
            example_started_at_{{ number }} as started_at
        from {{ ref('int_intent_days') }}
        where example_session_id_{{ number }} is not null
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

numbered as (
    select
        *,
        row_number() over (
            partition by intent_name
            order by started_at desc, session_id asc
        ) as example_number
    from examples_of_days
),

examples as (
    select
        {% for number in [1, 2, 3] -%}
            max(case when example_number = {{ number }} then session_id end)
                as example_session_id_{{ number }},
        {% endfor %}
        intent_name
    from numbered
    group by intent_name
),

all_sessions as (
    select sum(count_incomplete) as count_incomplete
    from {{ ref('int_intent_days') }}
    where intent_name is null
)

select
    ---------- ids
    summed.intent_name,
    examples.example_session_id_1,
    examples.example_session_id_2,
    examples.example_session_id_3,
    ---------- numerics
    summed.count_turns,
    summed.count_unhandled_turns,
    summed.count_sessions,
    summed.count_unhandled_sessions,
    {{ as_double('summed.count_unhandled_turns') }} / summed.count_turns
        as unhandled_rate,
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
left join examples
    on summed.intent_name = examples.intent_name
cross join all_sessions
where summed.count_unhandled_turns > 0
