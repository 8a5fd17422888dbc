{{ config(enabled=connected_desks() | length > 0) }}
{%- set desks = "'" ~ connected_desks() | join("', '") ~ "'" -%}
{#- Which session of an assistant a rating at a desk may be owed to: one of the same
    conversation, else the last one of the same person before. -#}
with

ratings as (
    select
        feedback.*,
        sessions.started_at as desk_started_at
    from {{ ref('int_feedback') }} as feedback
    left join {{ ref('int_sessions') }} as sessions
        on feedback.session_id = sessions.session_id
    where
        feedback.source_name in ({{ desks }})
        and feedback.feedback_source = 'user'
        and feedback.feedback_kind <> 'free'
),

assistant_sessions as (
    select
        session_id,
        source_name,
        actor_id,
        conversation_id,
        is_clocked,
        started_at
    from {{ ref('int_sessions') }}
    where source_name not in ({{ desks }})
),

candidates as (
    select
        ratings.source_name,
        ratings.event_id,
        sessions.session_id as matched_session_id,
        sessions.source_name as matched_source_name,
        sessions.started_at,
        'conversation' as match_basis,
        1 as certainty,
        sessions.started_at <= coalesce(ratings.desk_started_at, ratings.occurred_at)
            as is_before
    from ratings
    inner join assistant_sessions as sessions
        on ratings.conversation_id = sessions.conversation_id
    union all
    -- A time without a clock is that of a receipt.
    select
        ratings.source_name,
        ratings.event_id,
        sessions.session_id as matched_session_id,
        sessions.source_name as matched_source_name,
        sessions.started_at,
        'requester_and_time' as match_basis,
        2 as certainty,
        true as is_before
    from ratings
    inner join assistant_sessions as sessions
        on
            ratings.actor_id = sessions.actor_id
            and sessions.is_clocked
            and ratings.desk_started_at > sessions.started_at
            and ratings.desk_started_at <= {{ add_time(
                'hour', var('desk_match_hours'), 'sessions.started_at'
            ) }}
),

-- The last that began before the desk was asked; of a conversation, else the first.
ranked as (
    select
        *,
        row_number() over (
            partition by source_name, event_id
            order by
                certainty asc,
                case when is_before then 0 else 1 end asc,
                case when is_before then started_at end desc,
                started_at asc,
                {{ in_byte_order('matched_session_id') }} asc
        ) as candidate_number
    from candidates
)

select
    ratings.*,
    ranked.matched_session_id,
    ranked.matched_source_name,
    ranked.match_basis
from ratings
left join ranked
    on
        ratings.source_name = ranked.source_name
        and ratings.event_id = ranked.event_id
        and ranked.candidate_number = 1
