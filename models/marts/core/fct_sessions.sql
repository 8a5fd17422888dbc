with

described as (
    select
        ---------- ids
        sessions.session_id,
        sessions.source_name,
        sessions.actor_id,
        sessions.conversation_id,
        ---------- strings
        sessions.model_name,
        sessions.model_version,
        sessions.channel,
        sessions.locale,
        sessions.app_version,
        sessions.intent_name,
        sessions.session_outcome,
        sessions.resolution_basis,
        ---------- numerics
        cast(sessions.count_events as {{ dbt.type_bigint() }}) as count_events,
        cast(sessions.count_turns as {{ dbt.type_bigint() }}) as count_turns,
        cast(sessions.count_answered_turns as {{ dbt.type_bigint() }})
            as count_answered_turns,
        cast(sessions.turns_to_resolution as {{ dbt.type_bigint() }})
            as turns_to_resolution,
        sessions.first_response_latency_ms,
        case
            when sessions.is_clocked
                then {{ milliseconds_between(
                    'sessions.started_at', 'sessions.ended_at'
                ) }}
        end as duration_ms,
        sessions.trust_score,
        ---------- booleans
        sessions.user_id is not null as is_identified,
        sessions.is_clocked,
        sessions.is_open,
        sessions.is_engaged,
        sessions.is_resolved,
        sessions.is_reopened,
        sessions.is_escalated,
        sessions.is_contained,
        sessions.is_abandoned,
        sessions.is_task_completed,
        sessions.is_first_response_good,
        sessions.has_error,
        sessions.has_help_request,
        sessions.has_goal_completed,
        sessions.has_feedback,
        sessions.has_survey_shown,
        sessions.has_survey_shown and sessions.has_survey_rating
            as has_survey_response,
        ---------- dates
        sessions.session_date,
        ---------- timestamps
        sessions.started_at,
        sessions.ended_at
    from {{ ref('int_sessions') }} as sessions
)

select * from described
