{#- What kind of event a number is of is said again with each, though the number is
    enough: an engine that joins in memory holds only those then. -#}
with

thumbed_down_turns as (
    select turn_id from {{ ref('int_feedback_ranked') }}
    where
        is_current
        and feedback_kind = 'thumbs'
        and feedback_source = 'user'
        and feedback_target = 'message'
        and feedback_value = 0
    group by turn_id
),

described as (
    select
        turns.*,
        messages.channel,
        messages.locale,
        messages.app_version,
        messages.text_fingerprint,
        messages.occurred_at as submitted_at,
        cast(messages.occurred_at as date) as submitted_date,
        responses.model_name,
        responses.model_version,
        responses.prompt_version,
        understood.intent_name,
        understood.intent_confidence,
        understood.is_intent_handled,
        understood.expected_intent_name,
        understood.is_intent_correct,
        answered.turn_id is not null as is_answered,
        answered.answered_at,
        answered.response_latency_ms,
        answered.time_to_first_token_ms,
        thumbed_down_turns.turn_id is not null as is_thumbed_down,
        row_number() over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as turn_number,
        lag(messages.text_fingerprint) over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as previous_text_fingerprint
    from {{ ref('int_turns_counted') }} as turns
    inner join {{ ref('int_events_in_scope') }} as messages
        on
            turns.turn_id = messages.turn_id
            and turns.first_message_number = messages.event_number
            and messages.event_name = 'message_sent'
    left join {{ ref('int_events_in_scope') }} as responses
        on
            turns.turn_id = responses.turn_id
            and turns.first_response_number = responses.event_number
            and responses.event_name = 'response_generated'
    left join {{ ref('int_turns_answered') }} as answered
        on turns.turn_id = answered.turn_id
    left join {{ ref('int_turns_understood') }} as understood
        on turns.turn_id = understood.turn_id
    left join thumbed_down_turns
        on turns.turn_id = thumbed_down_turns.turn_id
)

select
    *,
    is_edited
    or coalesce(text_fingerprint = previous_text_fingerprint, false) as is_rephrased
from described
