{#- One row per turn with an answer: when it came, and how long it took. -#}
with

turns as (
    select
        turn_id,
        first_answer_number
    from {{ ref('int_turns_counted') }}
    where first_answer_number is not null
),

-- The wait began with the last message before the answer.
waits as (
    select
        turns.turn_id,
        max(events.event_number) as last_message_number
    from turns
    inner join {{ ref('int_events_in_scope') }} as events
        on turns.turn_id = events.turn_id
    where
        events.event_name = 'message_sent'
        and events.event_number < turns.first_answer_number
    group by turns.turn_id
)

select
    turns.turn_id,
    answers.time_to_first_token_ms,
    answers.occurred_at as answered_at,
    coalesce(
        answers.latency_ms,
        case
            when messages.is_clocked and answers.is_clocked
                then {{ milliseconds_between(
                    'messages.occurred_at', 'answers.occurred_at'
                ) }}
        end
    ) as response_latency_ms
from turns
inner join {{ ref('int_events_in_scope') }} as answers
    on
        turns.turn_id = answers.turn_id
        and turns.first_answer_number = answers.event_number
        and answers.event_name = 'response_generated'
left join waits
    on turns.turn_id = waits.turn_id
left join {{ ref('int_events_in_scope') }} as messages
    on
        waits.turn_id = messages.turn_id
        and waits.last_message_number = messages.event_number
        and messages.event_name = 'message_sent'
