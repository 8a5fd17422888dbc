{%- set measures = {
    'turns': 'true',
    'answered_turns': 'is_answered',
    'error_turns': 'is_error',
    'retry_turns': 'is_regenerated or is_rephrased',
    'regenerated_turns': 'is_regenerated',
    'rephrased_turns': 'is_rephrased',
    'correction_turns': 'is_correction',
    'copied_turns': 'is_answered and is_copied',
    'intent_reported_turns': 'is_intent_handled is not null',
    'unhandled_intent_turns': 'not is_intent_handled',
    'intent_labelled_turns': 'is_intent_correct is not null',
    'intent_correct_turns': 'is_intent_correct'
} -%}

with

closed_sessions as (
    select
        session_id,
        actor_id
    from {{ ref('int_sessions') }}
    where not is_open
),

measured as (
    select
        ---------- ids
        turns.turn_id,
        closed_sessions.actor_id,
        ---------- strings
        {% for dimension in metric_dimensions() -%}
            turns.{{ dimension_column(dimension) }},
        {% endfor %}
        ---------- numerics
        {% for measure, condition in measures.items() -%}
            {{ one_if(condition) }} as {{ measure }},
        {% endfor %}
        {% for measure, amount in {
            'tool_calls': 'count_tool_calls',
            'input_tokens': 'input_tokens',
            'output_tokens': 'output_tokens',
            'cost_usd': 'cost_usd'
        }.items() -%}
            coalesce({{ as_double('turns.' ~ amount) }}, 0)
                as {{ measure }},
        {% endfor %}
        ---------- dates
        turns.submitted_date as metric_date
    from {{ ref('int_turns') }} as turns
    inner join closed_sessions
        on turns.session_id = closed_sessions.session_id
)

select * from measured
