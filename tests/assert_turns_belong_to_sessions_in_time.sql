-- A session holds as many turns as it says, numbered without a gap, and none of them
-- begins before it or after it. Holds without a clock too: receipts bound it then.
with

turns as (
    select
        session_id,
        count(*) as count_turns,
        count(submitted_at) as count_submitted_turns,
        max(turn_number) as last_turn_number,
        sum(case when is_answered then 1 else 0 end) as count_answered_turns,
        min(submitted_at) as first_submitted_at,
        max(submitted_at) as last_submitted_at
    from {{ ref('fct_turns') }}
    group by session_id
),

sessions as (
    select
        session_id,
        count_turns,
        count_answered_turns,
        started_at,
        ended_at
    from {{ ref('fct_sessions') }}
)

select
    sessions.session_id,
    turns.session_id as session_id_of_turns,
    sessions.count_turns,
    turns.count_turns as count_turns_found
from sessions
full outer join turns
    on sessions.session_id = turns.session_id
where
    not coalesce(
        sessions.count_turns = turns.count_turns
        and turns.count_submitted_turns = turns.count_turns
        and turns.last_turn_number = turns.count_turns
        and sessions.count_answered_turns = turns.count_answered_turns
        and turns.first_submitted_at >= sessions.started_at
        and turns.last_submitted_at <= sessions.ended_at,
        -- Without turns there is nothing to compare with.
        sessions.count_turns = 0,
        false
    )
