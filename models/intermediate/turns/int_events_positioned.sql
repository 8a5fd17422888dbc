{#- Events with what may tell their turn: a turn of the source's own, or the last
    message before them. -#}
with

messages as (
    select
        session_id,
        messages_so_far,
        source_turn_id,
        coalesce(source_turn_id, event_id) as turn_key
    from {{ ref('int_events_sessionized') }}
    where event_name = 'message_sent' and session_id is not null
),

-- A turn id without a message names no turn.
named_turns as (
    select
        session_id,
        source_turn_id
    from messages
    where source_turn_id is not null
    group by session_id, source_turn_id
)

select
    events.source_name,
    events.event_id,
    events.session_id,
    events.event_number,
    events.event_name,
    events.actor_id,
    events.conversation_key,
    events.message_id,
    events.feedback_target,
    events.is_positional,
    events.is_repeated,
    events.occurred_at,
    last_messages.turn_key as last_turn_key,
    case
        when events.event_name = 'message_sent' then last_messages.turn_key
        else named_turns.source_turn_id
    end as own_turn_key
from {{ ref('int_events_sessionized') }} as events
left join messages as last_messages
    on
        events.session_id = last_messages.session_id
        and events.messages_so_far = last_messages.messages_so_far
left join named_turns
    on
        events.session_id = named_turns.session_id
        and events.source_turn_id = named_turns.source_turn_id
