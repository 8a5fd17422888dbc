{#- One join and one aggregation: DuckDB holds the sides of all joins of a chain at
    once, and ran out of memory where each of these events had a join of its own. -#}
with

told as (
    select
        turns.turn_id,
        {% for column, (number, told) in {
            'channel': ('first_message_number', 'channel'),
            'locale': ('first_message_number', 'locale'),
            'app_version': ('first_message_number', 'app_version'),
            'text_fingerprint': ('first_message_number', 'text_fingerprint'),
            'submitted_at': ('first_message_number', 'occurred_at'),
            'model_name': ('first_response_number', 'model_name'),
            'model_version': ('first_response_number', 'model_version'),
            'prompt_version': ('first_response_number', 'prompt_version'),
            'answered_at': ('first_answer_number', 'occurred_at'),
            'latency_ms': ('first_answer_number', 'latency_ms'),
            'time_to_first_token_ms': ('first_answer_number', 'time_to_first_token_ms'),
            'intent_name': ('last_intent_number', 'intent_name'),
            'intent_confidence': ('last_intent_number', 'intent_confidence'),
            'expected_intent_name': ('last_label_number', 'intent_name')
        }.items() -%}
            max(
                case
                    when events.event_number = turns.{{ number }} then events.{{ told }}
                end
            ) as {{ column }},
        {% endfor -%}
        max(
            case
                when events.event_number = turns.last_intent_number
                    then case
                        when events.is_intent_handled then 1
                        when not events.is_intent_handled then 0
                    end
            end
        ) = 1 as is_intent_handled,
        -- The wait began with the last message before the answer. Messages without a
        -- clock come first in a session: if one has a clock, so has the last.
        max(
            case
                when
                    events.event_name = 'message_sent'
                    and events.is_clocked
                    and events.event_number < turns.first_answer_number
                    then events.occurred_at
            end
        ) as waits_since,
        max(
            case
                when
                    events.event_number = turns.first_answer_number
                    and events.is_clocked
                    then events.occurred_at
            end
        ) as waits_until
    from {{ ref('int_turns_counted') }} as turns
    inner join {{ ref('int_events_in_scope') }} as events
        on turns.turn_id = events.turn_id
    where
        events.event_name in (
            'message_sent',
            'intent_recognized',
            'response_generated',
            'evaluation_recorded'
        )
    group by turns.turn_id
)

select
    turn_id,
    channel,
    locale,
    app_version,
    text_fingerprint,
    submitted_at,
    model_name,
    model_version,
    prompt_version,
    answered_at,
    time_to_first_token_ms,
    coalesce(
        latency_ms,
        {{ milliseconds_between('waits_since', 'waits_until') }}
    ) as response_latency_ms,
    intent_name,
    intent_confidence,
    is_intent_handled,
    expected_intent_name,
    intent_name = expected_intent_name as is_intent_correct
from told
