with

sessions as (
    select
        session_id,
        started_at
    from {{ ref('int_sessions') }}
),

described as (
    select
        ---------- ids
        {{ text_hash("feedback.source_name || '|' || feedback.event_id") }}
            as feedback_id,
        feedback.source_name,
        feedback.event_id,
        feedback.actor_id,
        feedback.conversation_id,
        feedback.session_id,
        feedback.turn_id,
        feedback.message_id,
        ---------- strings
        feedback.feedback_kind,
        feedback.feedback_target,
        feedback.feedback_source,
        ---------- numerics
        feedback.feedback_value,
        feedback.previous_feedback_value,
        feedback.feedback_scale_min,
        feedback.feedback_scale_max,
        ---------- booleans
        feedback.is_current,
        ---------- dates
        cast(coalesce(sessions.started_at, feedback.occurred_at) as date)
            as feedback_date,
        ---------- timestamps
        feedback.occurred_at
    from {{ ref('int_feedback') }} as feedback
    left join sessions
        on feedback.session_id = sessions.session_id
)

select * from described
