select
    session_id,
    min(case when is_activity then event_number end) as first_activity_number,
    min(case when event_name = 'escalation_requested' then event_number end)
        as first_escalation_number,
    {% for flag, condition in {
        'is_engaged': 'is_user_action',
        'is_escalated':
            "event_name in ('escalation_requested', 'escalation_accepted')"
            ~ " or (event_name = 'response_generated' and role = 'human_agent')",
        'has_message': "event_name = 'message_sent'",
        'has_error': "is_error or event_name = 'error_raised'",
        'has_help_request': "event_name = 'help_requested'",
        'has_goal_completed': "event_name = 'goal_completed'",
        'has_copy': "event_name = 'response_copied'",
        'has_survey_shown': "event_name = 'survey_shown'"
    }.items() -%}
        {{ any_of(condition) }} as {{ flag }},
    {% endfor %}
    count(*) as count_events
from {{ ref('int_events_in_scope') }}
where session_id is not null
group by session_id
