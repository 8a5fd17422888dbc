{{ config(enabled=is_connected('snowplow')) }}
{#- Without what is said and whom it names, which are in no table. -#}
{%- set texts = {
    'details_session_id': ('details', ['session_id']),
    'details_invocation_id': ('details', ['invocation_id']),
    'error_type': ('details', ['error_type']),
    'finish_reason': ('details', ['finish_reason']),
    'intent_category': ('details', ['intent_category']),
    'constraint_type': ('details', ['constraint_type']),
    'question_preview': ('details', ['user_message_preview']),
    'message_id': ('message_context', [0, 'message_id']),
    'message_preview': ('message_context', [0, 'message_preview']),
    'conversation_turn': ('message_context', [0, 'conversation_turn']),
    'context_session_id': ('agent_context', [0, 'session_id']),
    'context_invocation_id': ('agent_context', [0, 'invocation_id']),
    'model_name': ('agent_context', [0, 'model_name']),
    'agent_version': ('agent_context', [0, 'application_version']),
    'tool_name': ('tool_context', [0, 'tool_name']),
    'tool_category': ('tool_context', [0, 'tool_category'])
} -%}
{%- set numbers = {
    'response_time_ms': ('details', ['response_time_ms']),
    'total_duration_ms': ('details', ['total_duration_ms']),
    'execution_duration_ms': ('details', ['execution_duration_ms']),
    'input_tokens': ('details', ['input_tokens']),
    'output_tokens': ('details', ['output_tokens']),
    'confidence': ('details', ['confidence']),
    'final_response_length': ('details', ['final_response_length']),
    'message_length': ('message_context', [0, 'message_length'])
} -%}
{%- set read_here = [
    'details_session_id', 'details_invocation_id', 'context_session_id',
    'context_invocation_id', 'question_preview', 'message_preview',
    'final_response_length', 'message_length'
] -%}
with

atomic_events as (
    select * from {{ ref('stg_snowplow__atomic_events') }}
    where is_latest and is_of_assistant
),

parsed as (
    select
        record_key,
        atomic_event_id,
        atomic_name,
        channel,
        {% for column, (entity, path) in texts.items() -%}
            {{ clean_text(json_part(entity, path)) }} as {{ column }},
        {% endfor -%}
        {% for column, (entity, path) in numbers.items() -%}
            {{ to_number(json_part(entity, path)) }} as {{ column }},
        {% endfor -%}
        {{ to_boolean(json_part('details', 'success')) }} as has_succeeded,
        occurred_at,
        received_at
    from atomic_events
),

-- A preview is the beginning, of 100 characters or 500: where a text may go on, two of
-- them may begin alike.
spoken as (
    select
        *,
        coalesce(
            case when message_length <= 100 then message_preview end,
            case when length(question_preview) < 500 then question_preview end
        ) as whole_text,
        coalesce(message_preview, question_preview) as first_text
    from parsed
)

select
    record_key,
    atomic_event_id,
    atomic_name,
    channel,
    {% for column in texts.keys() | list + numbers.keys() | list
        if column not in read_here -%}
        {{ column }},
    {% endfor -%}
    coalesce(details_session_id, context_session_id) as session_id,
    coalesce(details_invocation_id, context_invocation_id) as invocation_id,
    case
        when atomic_name in ('message_sent', 'agent_invocation')
            then {{ text_fingerprint('whole_text') }}
        else {{ text_hash('whole_text') }}
    end as text_fingerprint,
    coalesce(message_length, final_response_length, length(whole_text)) as text_length,
    {{ is_correction_text('first_text') }} as is_correction,
    has_succeeded,
    occurred_at,
    received_at
from spoken
