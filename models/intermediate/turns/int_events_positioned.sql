{#- Session events with what may tell their turn: a turn of the source's own, or the
    last message before them. -#}
with

session_events as (
    select
        *,
        case
            when event_name = 'message_sent' then coalesce(source_turn_id, event_id)
        end as message_turn_key,
        sum(case when event_name = 'message_sent' then 1 else 0 end) over (
            partition by session_id
            order by event_number
            rows between unbounded preceding and current row
        ) as messages_so_far
    from {{ ref('int_events_sessionized') }}
    where session_id is not null
),

-- A turn id without a message names no turn.
named_turns as (
    select
        session_id,
        source_turn_id
    from session_events
    where event_name = 'message_sent' and source_turn_id is not null
    group by session_id, source_turn_id
)

select
    session_events.*,
    coalesce(session_events.message_turn_key, named_turns.source_turn_id)
        as own_turn_key,
    max(session_events.message_turn_key) over (
        partition by session_events.session_id, session_events.messages_so_far
    ) as last_turn_key
from session_events
left join named_turns
    on
        session_events.session_id = named_turns.session_id
        and session_events.source_turn_id = named_turns.source_turn_id
