select
    session_id,
    {% for column, condition in {
        'count_answered_turns': 'is_answered',
        'count_error_turns': 'is_error',
        'count_retry_turns': 'is_regenerated or is_rephrased',
        'count_correction_turns': 'is_correction'
    }.items() -%}
        sum(case when {{ condition }} then 1 else 0 end) as {{ column }},
    {% endfor %}
    min(first_message_number) as first_message_number,
    max(submitted_date) as last_submitted_date,
    min(case when model_version is not null then turn_number end) as model_turn_number,
    min(case when intent_name is not null then turn_number end) as intent_turn_number,
    {% for flag, condition in {
        'is_answered_early': 'is_answered',
        'is_escalated_early': 'has_escalation_request'
    }.items() -%}
        {{ any_of('turn_number <= ' ~ var('completion_turns') ~ ' and ' ~ condition) }}
            as {{ flag }},
    {% endfor %}
    count(*) as count_turns
from {{ ref('int_turns_in_scope') }}
group by session_id
