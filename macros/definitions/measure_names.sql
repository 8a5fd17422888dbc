{#- The measure columns of the int_…_measured models, by entity. The seed `measures`
    says what each one is; a test holds the two lists equal. -#}
{% macro measure_names(entity) -%}
    {{ return({
        'session': [
            'sessions', 'engaged_sessions', 'resolved_sessions',
            'confirmed_resolved_sessions', 'escalated_sessions', 'contained_sessions',
            'contained_resolved_sessions', 'abandoned_sessions', 'reopened_sessions',
            'concluded_sessions', 'help_requested_sessions', 'goal_completed_sessions',
            'task_completed_sessions', 'sessions_with_feedback', 'surveyed_sessions',
            'survey_responded_sessions', 'sessions_with_turns',
            'good_first_response_sessions', 'turns_in_sessions',
            'resolved_sessions_with_turns', 'turns_to_resolution', 'trust_points'
        ],
        'turn': [
            'turns', 'answered_turns', 'error_turns', 'retry_turns',
            'regenerated_turns', 'rephrased_turns', 'correction_turns', 'copied_turns',
            'intent_reported_turns', 'unhandled_intent_turns', 'intent_labelled_turns',
            'intent_correct_turns', 'tool_calls', 'input_tokens', 'output_tokens',
            'cost_usd'
        ],
        'feedback': [
            'csat_ratings', 'csat_points', 'csat_top_two_ratings', 'thumbs_ratings',
            'thumbs_up_ratings', 'ces_ratings', 'ces_points', 'nps_ratings',
            'nps_net_promoters'
        ],
        'user': ['active_users', 'returning_users', 'new_users', 'retained_users'],
        'histogram': [
            'response_latency_ms', 'time_to_first_token_ms', 'conversation_turns'
        ]
    }[entity]) }}
{%- endmacro %}
