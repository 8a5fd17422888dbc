with

-- The first session with the message, but the latest session of the conversation.
ranked as (
    select
        candidates.source_name,
        candidates.event_id,
        sessions.session_id,
        row_number() over (
            partition by candidates.source_name, candidates.event_id
            order by
                candidates.certainty,
                case when candidates.certainty = 2 then sessions.started_at end,
                case when candidates.certainty = 3 then sessions.started_at end desc,
                case when candidates.certainty = 2 then sessions.session_id end,
                case when candidates.certainty = 3 then sessions.session_id end desc
        ) as candidate_number
    from {{ ref('int_session_candidates') }} as candidates
    -- Drops the source's own session where no activity was seen of it.
    inner join {{ ref('int_sessions_bounded') }} as sessions
        on candidates.session_id = sessions.session_id
)

select
    source_name,
    event_id,
    session_id
from ranked
where candidate_number = 1
