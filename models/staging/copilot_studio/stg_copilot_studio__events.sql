{{ config(enabled=is_connected('copilot_studio')) }}
{%- set common = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at',
    'sequence_number', 'user_id', 'anonymous_id', 'conversation_id', 'turn_id',
    'message_id', 'channel', 'locale'
] -%}
with

interactions as (
    select
        {% for column, path in {
            'intent_title': ['intentTitle'], 'intent_own_name': ['intentName'],
            'intent_id': ['intentId'], 'intent_score': ['intentScore'],
            'score': ['score'], 'response': ['response'],
            'reaction': ['actionValue', 'reaction'], 'csat_score': ['csatScore'],
            'step_name': ['taskDialogId'], 'tool_label': ['toolDisplayName'],
            'tool_own_name': ['toolName'], 'state': ['state'],
            'duration_ms': ['durationMs'], 'duration': ['executionTime'],
            'error_code': ['errorCode'], 'reason_code': ['reasonCode'],
            'survey_comment': ['comment'], 'reaction_comment': ['actionValue', 'feedback']
        }.items() -%}
            {{ clean_text(json_part('activity', ['value'] + path)) }} as {{ column }},
        {% endfor -%}
        *
    from {{ ref('stg_copilot_studio__interactions') }}
),

messages as (
    select
        *,
        {{ json_part('activity', ['text']) }} as text
    from interactions
    where event_name in ('message_sent', 'response_generated')
),

-- What was recognised has a name; what was not has none.
intents as (
    select
        *,
        coalesce(intent_title, intent_own_name, intent_id, source_event_name)
            as intent_name,
        coalesce(intent_score, score) as intent_confidence,
        coalesce(intent_title, intent_own_name, intent_id) is not null
            as is_intent_handled
    from interactions
    where event_name = 'intent_recognized'
),

-- In Teams a comment is JSON within a text.
ratings as (
    select
        *,
        source_event_name as feedback_name,
        score as feedback_value,
        coalesce(response, reaction) as feedback_label,
        coalesce(
            survey_comment,
            {{ json_part(json_document('reaction_comment'), ['feedbackText']) }}
        ) as text
    from interactions
    where event_name = 'feedback_given'
),

-- Some agents tell the rating with the outcome alone.
told_ratings as (
    select
        {{ common | reject('in', ['event_id', 'event_name']) | join(', ') }},
        event_id || ':rating' as event_id,
        'feedback_given' as event_name,
        'csatsurveyresponse' as feedback_name,
        csat_score as feedback_value
    from interactions
    where
        value_type = 'sessioninfo'
        and not has_survey_response
        and csat_score is not null
),

tools as (
    select
        *,
        coalesce(step_name, tool_label, tool_own_name) as tool_name,
        coalesce(
            {{ to_number('duration_ms') }},
            case
                when {{ matches('duration', '[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?') }}
                    then
                        {{ to_number('substr(duration, 1, 2)') }} * 3600000
                        + {{ to_number('substr(duration, 4, 2)') }} * 60000
                        + {{ to_number('substr(duration, 7)') }} * 1000
            end
        ) as latency_ms,
        coalesce(lower(state), source_event_name) like '%failed' as is_error
    from interactions
    where event_name = 'tool_called'
),

failures as (
    select
        *,
        coalesce(error_code, reason_code) as error_type
    from interactions
    where event_name = 'error_raised'
),

others as (
    select * from interactions
    where
        event_name not in (
            'message_sent', 'response_generated', 'intent_recognized', 'feedback_given',
            'tool_called', 'error_raised'
        )
),

unreadable as (
    select
        record_key,
        transcript_id as event_id,
        received_at
    from {{ ref('stg_copilot_studio__contents') }}
    where is_unreadable
)

{% for rows, given in {
    'messages': common + ['text'],
    'intents': common + ['intent_name', 'intent_confidence', 'is_intent_handled'],
    'ratings': common + ['feedback_name', 'feedback_value', 'feedback_label', 'text'],
    'told_ratings': common + ['feedback_name', 'feedback_value'],
    'tools': common + ['tool_name', 'latency_ms', 'is_error'],
    'failures': common + ['error_type'],
    'others': common,
    'unreadable': ['record_key', 'event_id', 'received_at']
}.items() -%}
    select {{ map_columns('copilot_studio', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
