with

turns as (

    select * from {{ ref('fct_turns') }}

    where
        not is_open
        and intent_name is not null

),

sessions as (

    select * from {{ ref('fct_sessions') }}

    where
        not is_open
        and is_engaged

),

turns_by_intent as (

    select
        intent_name,
        count(*) as count_turns,
        sum(case when not is_intent_handled then 1 else 0 end)
            as count_unhandled_turns,
        min(case when not is_intent_handled then submitted_date end)
            as first_unhandled_date,
        max(case when not is_intent_handled then submitted_date end)
            as last_unhandled_date

    from turns

    group by intent_name

),

-- A session counts once for each intent that came up in it.
session_intents as (

    select
        session_id,
        intent_name,
        max(case when not is_intent_handled then 1 else 0 end) as has_unhandled

    from turns

    group by session_id, intent_name

),

sessions_by_intent as (

    select
        session_intents.intent_name,
        count(*) as count_sessions,
        sum(session_intents.has_unhandled) as count_unhandled_sessions,
        {% for outcome in ['task_completed', 'resolved', 'escalated', 'abandoned'] -%}
            sum(case when sessions.is_{{ outcome }} then 1 else 0 end)
                as count_{{ outcome }},
        {% endfor %}
        sum(case when not sessions.is_task_completed then 1 else 0 end)
            as count_incomplete

    from session_intents

    inner join sessions
        on session_intents.session_id = sessions.session_id

    group by session_intents.intent_name

),

all_sessions as (

    select sum(case when not is_task_completed then 1 else 0 end) as count_incomplete

    from sessions

),

examples as (

    select
        session_intents.intent_name,
        session_intents.session_id,
        row_number() over (
            partition by session_intents.intent_name
            order by sessions.started_at desc, sessions.session_id
        ) as example_number

    from session_intents

    inner join sessions
        on session_intents.session_id = sessions.session_id

    where
        session_intents.has_unhandled = 1
        and not sessions.is_task_completed

),

examples_by_intent as (

    select
        intent_name,
        {% for number in [1, 2, 3] -%}
            max(case when example_number = {{ number }} then session_id end)
                as example_session_id_{{ number }}{{ ',' if not loop.last }}
        {% endfor %}

    from examples

    group by intent_name

),

described as (

    select

        ---------- ids
        turns_by_intent.intent_name,
        examples_by_intent.example_session_id_1,
        examples_by_intent.example_session_id_2,
        examples_by_intent.example_session_id_3,

        ---------- numerics
        cast(turns_by_intent.count_turns as {{ dbt.type_bigint() }}) as count_turns,
        cast(turns_by_intent.count_unhandled_turns as {{ dbt.type_bigint() }})
            as count_unhandled_turns,
        turns_by_intent.count_unhandled_turns * 1.0e0 / turns_by_intent.count_turns
            as unhandled_rate,
        cast(sessions_by_intent.count_sessions as {{ dbt.type_bigint() }})
            as count_sessions,
        cast(sessions_by_intent.count_unhandled_sessions as {{ dbt.type_bigint() }})
            as count_unhandled_sessions,
        {% for rate, outcome in {
            'task_completion_rate': 'task_completed',
            'resolution_rate': 'resolved',
            'escalation_rate': 'escalated',
            'abandonment_rate': 'abandoned'
        }.items() -%}
            sessions_by_intent.count_{{ outcome }} * 1.0e0
            / sessions_by_intent.count_sessions as {{ rate }},
        {% endfor %}
        sessions_by_intent.count_incomplete * 1.0e0
        / nullif(all_sessions.count_incomplete, 0) as share_of_incomplete_sessions,

        ---------- dates
        turns_by_intent.first_unhandled_date,
        turns_by_intent.last_unhandled_date

    from turns_by_intent

    inner join sessions_by_intent
        on turns_by_intent.intent_name = sessions_by_intent.intent_name

    left join examples_by_intent
        on turns_by_intent.intent_name = examples_by_intent.intent_name

    cross join all_sessions

    where turns_by_intent.count_unhandled_turns > 0

)

select * from described
