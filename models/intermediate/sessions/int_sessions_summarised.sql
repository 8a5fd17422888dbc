with

sessions as (

    select * from {{ ref('int_sessions_bounded') }}

),

events as (

    select * from {{ ref('int_events_placed_in_turns') }}

    where session_id is not null

),

turns as (

    select * from {{ ref('int_turns_paired') }}

),

feedback as (

    select * from {{ ref('int_feedback_ranked') }}

    where
        session_id is not null
        and is_current
        and feedback_source = 'user'

),

event_facts as (

    select
        session_id,
        count(*) as count_events,
        {% for flag, condition in {
            'is_engaged': 'is_user_action',
            'has_message': "event_name = 'message_sent'",
            'has_error': "is_error or event_name = 'error_raised'",
            'has_help_request': "event_name = 'help_requested'",
            'has_goal_completed': "event_name = 'goal_completed'",
            'has_copy': "event_name = 'response_copied'",
            'has_survey_shown': "event_name = 'survey_shown'"
        }.items() -%}
            max(case when {{ condition }} then 1 else 0 end) = 1 as {{ flag }},
        {% endfor %}
        max(
            case
                when
                    event_name in ('escalation_requested', 'escalation_accepted')
                    or (event_name = 'response_generated' and role = 'human_agent')
                    then 1
                else 0
            end
        ) = 1 as is_escalated,
        min(case when event_name = 'escalation_requested' then event_number end)
            as first_escalation_number

    from events

    group by session_id

),

turn_facts as (

    select
        session_id,
        count(*) as count_turns,
        sum(case when is_answered then 1 else 0 end) as count_answered_turns,
        sum(case when is_error then 1 else 0 end) as count_error_turns,
        sum(case when is_regenerated or is_rephrased then 1 else 0 end)
            as count_retry_turns,
        sum(case when is_correction then 1 else 0 end) as count_correction_turns,
        max(
            case
                when turn_number <= {{ var('completion_turns') }} and is_answered
                    then 1
                else 0
            end
        ) = 1 as is_answered_early,
        max(
            case
                when
                    turn_number <= {{ var('completion_turns') }}
                    and has_escalation_request
                    then 1
                else 0
            end
        ) = 1 as is_escalated_early,
        min(first_message_number) as first_message_number,
        min(case when model_version is not null then turn_number end)
            as model_turn_number,
        min(case when intent_name is not null then turn_number end)
            as intent_turn_number

    from turns

    group by session_id

),

feedback_facts as (

    select
        session_id,
        max(case when feedback_kind in ('csat', 'ces', 'nps') then 1 else 0 end) = 1
            as has_survey_rating,
        max(case when feedback_kind = 'csat' then event_number end)
            as last_csat_number,
        avg(
            case
                when feedback_kind in ('thumbs', 'csat')
                    then
                        (feedback_value - feedback_scale_min)
                        / (feedback_scale_max - feedback_scale_min)
            end
        ) as mean_rating_share

    from feedback

    group by session_id

),

summarised as (

    select
        sessions.*,
        event_facts.count_events,
        event_facts.is_engaged,
        event_facts.has_message,
        event_facts.has_error,
        event_facts.has_help_request,
        event_facts.has_goal_completed,
        event_facts.has_copy,
        event_facts.has_survey_shown,
        event_facts.is_escalated,
        event_facts.first_escalation_number,
        coalesce(turn_facts.count_turns, 0) as count_turns,
        turn_facts.count_answered_turns,
        turn_facts.count_error_turns,
        turn_facts.count_retry_turns,
        turn_facts.count_correction_turns,
        turn_facts.first_message_number,
        coalesce(turn_facts.is_answered_early, false) as is_answered_early,
        coalesce(turn_facts.is_escalated_early, false) as is_escalated_early,
        feedback_facts.session_id is not null as has_feedback,
        coalesce(feedback_facts.has_survey_rating, false) as has_survey_rating,
        feedback_facts.mean_rating_share,
        coalesce(
            csat.feedback_value < (csat.feedback_scale_min + csat.feedback_scale_max) / 2,
            false
        ) as is_dissatisfied,
        model_turns.model_name,
        model_turns.model_version,
        intent_turns.intent_name

    from sessions

    inner join event_facts
        on sessions.session_id = event_facts.session_id

    left join turn_facts
        on sessions.session_id = turn_facts.session_id

    left join feedback_facts
        on sessions.session_id = feedback_facts.session_id

    left join feedback as csat
        on
            feedback_facts.session_id = csat.session_id
            and feedback_facts.last_csat_number = csat.event_number

    left join turns as model_turns
        on
            turn_facts.session_id = model_turns.session_id
            and turn_facts.model_turn_number = model_turns.turn_number

    left join turns as intent_turns
        on
            turn_facts.session_id = intent_turns.session_id
            and turn_facts.intent_turn_number = intent_turns.turn_number

)

select * from summarised
