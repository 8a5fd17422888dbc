{#- A table, as are the facts of events and turns: what is summed and joined in one
    statement is held at once. -#}
select
    sessions.*,
    opening_events.channel,
    opening_events.locale,
    opening_events.app_version,
    event_facts.count_events,
    event_facts.first_escalation_number,
    event_facts.is_engaged,
    event_facts.is_escalated,
    event_facts.has_message,
    event_facts.has_error,
    event_facts.has_help_request,
    event_facts.has_goal_completed,
    event_facts.has_copy,
    event_facts.has_survey_shown,
    coalesce(turn_facts.count_turns, 0) as count_turns,
    coalesce(turn_facts.count_answered_turns, 0) as count_answered_turns,
    turn_facts.count_error_turns,
    turn_facts.count_retry_turns,
    turn_facts.count_correction_turns,
    turn_facts.first_message_number,
    turn_facts.last_submitted_date,
    coalesce(turn_facts.is_answered_early, false) as is_answered_early,
    coalesce(turn_facts.is_escalated_early, false) as is_escalated_early,
    feedback_facts.session_id is not null as has_feedback,
    feedback_facts.mean_rating_share,
    coalesce(feedback_facts.has_survey_rating, false) as has_survey_rating,
    coalesce(feedback_facts.is_dissatisfied, false) as is_dissatisfied,
    model_turns.model_name,
    model_turns.model_version,
    intent_turns.intent_name
from {{ ref('int_sessions_bounded') }} as sessions
inner join {{ ref('int_session_event_facts') }} as event_facts
    on sessions.session_id = event_facts.session_id
left join {{ ref('int_session_turn_facts') }} as turn_facts
    on sessions.session_id = turn_facts.session_id
left join {{ ref('int_session_feedback_facts') }} as feedback_facts
    on sessions.session_id = feedback_facts.session_id
left join {{ ref('int_turns_in_scope') }} as model_turns
    on
        turn_facts.session_id = model_turns.session_id
        and turn_facts.model_turn_number = model_turns.turn_number
left join {{ ref('int_turns_in_scope') }} as intent_turns
    on
        turn_facts.session_id = intent_turns.session_id
        and turn_facts.intent_turn_number = intent_turns.turn_number
-- An opening event rarely knows where it is: the first message does.
left join {{ ref('int_events_in_scope') }} as opening_events
    on
        event_facts.session_id = opening_events.session_id
        and coalesce(
            turn_facts.first_message_number, event_facts.first_activity_number
        ) = opening_events.event_number
