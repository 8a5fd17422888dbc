with

events as (

    select * from {{ ref('int_events_placed_in_turns') }}

    where turn_id is not null

),

feedback as (

    select * from {{ ref('int_feedback_ranked') }}

    where
        turn_id is not null
        and is_current
        and feedback_kind = 'thumbs'
        and feedback_source = 'user'
        and feedback_target = 'message'

),

thumbed_down_turns as (

    select
        turn_id,
        max(case when feedback_value = 0 then 1 else 0 end) = 1 as is_thumbed_down

    from feedback

    group by turn_id

),

turns as (

    select
        turn_id,
        session_id,
        source_name,
        min(case when event_name = 'message_sent' then event_number end)
            as first_message_number,
        min(case when event_name = 'response_generated' then event_number end)
            as first_response_number,
        min(
            case
                when event_name = 'response_generated' and not is_error
                    then event_number
            end
        ) as first_answer_number,
        max(
            case
                when
                    event_name in (
                        'message_sent', 'intent_recognized', 'response_generated'
                    )
                    and (intent_name is not null or is_intent_handled is not null)
                    then event_number
            end
        ) as last_intent_number,
        max(
            case
                when event_name = 'evaluation_recorded' and intent_name is not null
                    then event_number
            end
        ) as last_label_number,
        sum(case when event_name = 'message_sent' then 1 else 0 end)
            as count_messages,
        sum(case when event_name = 'tool_called' then 1 else 0 end)
            as count_tool_calls,
        cast(sum(input_tokens) as {{ dbt.type_bigint() }}) as input_tokens,
        cast(sum(output_tokens) as {{ dbt.type_bigint() }}) as output_tokens,
        sum(cost_usd) as cost_usd,
        max(case when is_error or event_name = 'error_raised' then 1 else 0 end) = 1
            as is_error,
        {% for flag, event_name in {
            'is_regenerated': 'regenerate_requested',
            'is_edited': 'message_edited',
            'is_copied': 'response_copied',
            'has_help_request': 'help_requested',
            'has_escalation_request': 'escalation_requested'
        }.items() -%}
            max(case when event_name = '{{ event_name }}' then 1 else 0 end) = 1
                as {{ flag }},
        {% endfor %}
        max(
            case when event_name = 'message_sent' and is_correction then 1 else 0 end
        ) = 1 as is_correction

    from events

    group by turn_id, session_id, source_name

),

-- The wait began with the last message before the answer.
answered_messages as (

    select
        turns.turn_id,
        max(events.event_number) as last_message_number

    from turns

    inner join events
        on turns.turn_id = events.turn_id

    where
        events.event_name = 'message_sent'
        and events.event_number < turns.first_answer_number

    group by turns.turn_id

),

described as (

    select
        turns.*,
        messages.channel,
        messages.locale,
        messages.app_version,
        messages.text_fingerprint,
        messages.occurred_at as submitted_at,
        responses.model_name,
        responses.model_version,
        responses.prompt_version,
        intents.intent_name,
        intents.intent_confidence,
        intents.is_intent_handled,
        labels.intent_name as expected_intent_name,
        intents.intent_name = labels.intent_name as is_intent_correct,
        answers.time_to_first_token_ms,
        answers.occurred_at as answered_at,
        turns.first_answer_number is not null as is_answered,
        coalesce(thumbed_down_turns.is_thumbed_down, false) as is_thumbed_down,
        messages.is_clocked,
        coalesce(
            answers.latency_ms,
            case
                when waits.is_clocked and answers.is_clocked
                    then {{ milliseconds_between('waits.occurred_at', 'answers.occurred_at') }}
            end
        ) as response_latency_ms,
        row_number() over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as turn_number,
        lag(messages.text_fingerprint) over (
            partition by turns.session_id
            order by turns.first_message_number
        ) as previous_text_fingerprint

    from turns

    inner join events as messages
        on
            turns.turn_id = messages.turn_id
            and turns.first_message_number = messages.event_number

    left join events as responses
        on
            turns.turn_id = responses.turn_id
            and turns.first_response_number = responses.event_number

    left join events as answers
        on
            turns.turn_id = answers.turn_id
            and turns.first_answer_number = answers.event_number

    left join answered_messages
        on turns.turn_id = answered_messages.turn_id

    left join events as waits
        on
            answered_messages.turn_id = waits.turn_id
            and answered_messages.last_message_number = waits.event_number

    left join events as intents
        on
            turns.turn_id = intents.turn_id
            and turns.last_intent_number = intents.event_number

    left join events as labels
        on
            turns.turn_id = labels.turn_id
            and turns.last_label_number = labels.event_number

    left join thumbed_down_turns
        on turns.turn_id = thumbed_down_turns.turn_id

),

judged as (

    select
        *,
        is_edited
        or coalesce(text_fingerprint = previous_text_fingerprint, false)
            as is_rephrased

    from described

)

select * from judged
