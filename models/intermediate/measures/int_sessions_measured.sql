{%- set measures = {
    'sessions': 'true',
    'engaged_sessions': 'is_engaged',
    'resolved_sessions': 'is_engaged and is_resolved',
    'confirmed_resolved_sessions':
        "is_engaged and is_resolved and resolution_basis = 'confirmed'",
    'escalated_sessions': 'is_engaged and is_escalated',
    'contained_sessions': 'is_contained',
    'contained_resolved_sessions': 'is_contained and is_resolved',
    'abandoned_sessions': 'is_abandoned',
    'reopened_sessions': 'is_engaged and is_reopened',
    'concluded_sessions': 'is_engaged and resolution_basis is not null',
    'help_requested_sessions': 'is_engaged and has_help_request',
    'goal_completed_sessions': 'is_engaged and has_goal_completed',
    'task_completed_sessions': 'is_engaged and is_task_completed',
    'sessions_with_feedback': 'is_engaged and has_feedback',
    'surveyed_sessions': 'is_engaged and has_survey_shown',
    'survey_responded_sessions':
        'is_engaged and has_survey_shown and has_survey_rating',
    'sessions_with_turns': 'count_turns > 0',
    'good_first_response_sessions': 'is_first_response_good',
    'resolved_sessions_with_turns': 'is_resolved and count_turns > 0'
} -%}

with

sessions as (
    select * from {{ ref('int_sessions') }}
    where not is_open
),

measured as (
    select
        ---------- ids
        sessions.session_id,
        sessions.actor_id,
        ---------- strings
        {% for dimension in metric_dimensions() -%}
            sessions.{{ dimension_column(dimension) }},
        {% endfor %}
        ---------- numerics
        {% for measure, condition in measures.items() -%}
            {{ one_if(condition) }} as {{ measure }},
        {% endfor %}
        {{ as_double('sessions.count_turns') }} as turns_in_sessions,
        coalesce({{ as_double('sessions.turns_to_resolution') }}, 0)
            as turns_to_resolution,
        coalesce(sessions.trust_score, 0) as trust_points,
        ---------- booleans
        sessions.user_id is not null and sessions.is_engaged as is_user_active,
        ---------- dates
        sessions.session_date as metric_date
    from sessions
)

select * from measured
