{{ config(enabled=connected_desks() | length > 0) }}
with

described as (
    select
        ---------- ids
        {{ text_hash("source_name || '|' || event_id") }} as feedback_id,
        source_name,
        actor_id,
        conversation_id,
        session_id,
        matched_source_name,
        matched_session_id,
        ---------- strings
        feedback_kind,
        feedback_target,
        match_basis,
        ---------- numerics
        feedback_value,
        previous_feedback_value,
        feedback_scale_min,
        feedback_scale_max,
        ---------- booleans
        is_current,
        ---------- dates
        cast(occurred_at as date) as rated_date,
        ---------- timestamps
        desk_started_at,
        occurred_at as rated_at
    from {{ ref('int_service_ratings_matched') }}
)

select * from described
