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
        described.channel,
        described.locale,
        described.app_version,
        described.text_fingerprint,
        described.submitted_at,
        cast(described.submitted_at as date) as submitted_date,
        described.model_name,
        described.model_version,
        described.prompt_version,
        described.intent_name,
        described.intent_confidence,
        described.is_intent_handled,
        described.expected_intent_name,
        described.is_intent_correct,
        turns.first_answer_number is not null as is_answered,
        described.answered_at,
        described.response_latency_ms,
        described.time_to_first_token_ms,
        thumbed_down_turns.turn_id is not null as is_thumbed_down,
        row_number() over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as turn_number,
        lag(described.text_fingerprint) over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as previous_text_fingerprint
    from {{ ref('int_turns_counted') }} as turns
    inner join {{ ref('int_turns_described') }} as described
        on turns.turn_id = described.turn_id
    left join thumbed_down_turns
        on turns.turn_id = thumbed_down_turns.turn_id
    where turns.first_message_number is not null
)

select
    *,
    is_edited
    or coalesce(text_fingerprint = previous_text_fingerprint, false) as is_rephrased
from described
