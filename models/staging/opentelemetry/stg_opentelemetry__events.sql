{{ config(enabled=is_connected('opentelemetry')) }}
{%- set of_turns = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'app_version'
] -%}
{%- set made = ['event_id', 'event_name', 'occurred_at', 'conversation_id'] -%}
with

turns as (
    select
        facts.*,
        facts.turn_id as message_id,
        named.user_id,
        coalesce(facts.conversation_id, facts.session_id) as thread_id,
        case
            when named.user_id is null
                then coalesce(facts.session_id, facts.conversation_id, facts.trace_id)
        end as anonymous_id
    from {{ ref('stg_opentelemetry__turn_facts') }} as facts
    left join {{ ref('stg_opentelemetry__users') }} as named
        on facts.trace_id = named.trace_id
),

messages as (
    select
        {{ of_turns | reject('in', made) | join(', ') }},
        turn_id || ':message' as event_id,
        'message_sent' as event_name,
        thread_id as conversation_id,
        started_at as occurred_at,
        message_fingerprint as text_fingerprint,
        message_length as text_length,
        case when is_correction then '{"is_correction": true}' end as properties
    from turns
),

responses as (
    select
        {{ of_turns | reject('in', made) | join(', ') }},
        turn_id || ':response' as event_id,
        'response_generated' as event_name,
        thread_id as conversation_id,
        ended_at as occurred_at,
        response_fingerprint as text_fingerprint,
        response_length as text_length,
        model_name,
        prompt_version,
        input_tokens,
        output_tokens,
        is_error,
        error_type,
        {{ milliseconds_between('started_at', 'ended_at') }} as latency_ms,
        {{ milliseconds_between('started_at', 'first_chunk_at') }}
            as time_to_first_token_ms
    from turns
),

tools as (
    select
        steps.record_key,
        steps.trace_id || ':' || steps.span_id as event_id,
        'tool_called' as event_name,
        steps.started_at as occurred_at,
        {{ latest_of('steps.received_at', 'turns.received_at') }} as received_at,
        turns.user_id,
        turns.anonymous_id,
        turns.thread_id as conversation_id,
        turns.turn_id,
        turns.app_version,
        steps.tool_name,
        steps.is_error,
        steps.error_type,
        {{ milliseconds_between('steps.started_at', 'steps.ended_at') }} as latency_ms
    from {{ ref('stg_opentelemetry__steps') }} as steps
    left join {{ ref('stg_opentelemetry__turn_steps') }} as places
        on
            steps.trace_id = places.trace_id
            and steps.span_id = places.span_id
    left join turns
        on places.turn_id = turns.turn_id
    where steps.step_kind = 'tool'
),

ratings as (
    select
        record_key,
        score_id as event_id,
        'feedback_given' as event_name,
        scored_at as occurred_at,
        received_at,
        user_id,
        case
            when user_id is null then coalesce(session_id, conversation_id, trace_id)
        end as anonymous_id,
        coalesce(conversation_id, session_id) as conversation_id,
        turn_id as message_id,
        score_name as feedback_name,
        score_label as feedback_label,
        score_value as feedback_value
    from {{ ref('stg_opentelemetry__scores') }}
    where given_by = 'user'
),

-- A line that is no JSON, and a span without ids: there is nothing to tell them by.
unreadable as (
    select
        record_key,
        loaded_at as received_at
    from {{ ref('stg_opentelemetry__lines') }}
    where
        resource_spans is null
        and resource_logs is null
        and resource_metrics is null
    union all
    select
        record_key,
        coalesce(loaded_at, ended_at, started_at) as received_at
    from {{ ref('stg_opentelemetry__spans') }}
    where trace_id is null or span_id is null
)

{% for rows, given in {
    'messages': of_turns + ['text_fingerprint', 'text_length', 'properties'],
    'responses': of_turns + [
        'text_fingerprint', 'text_length', 'model_name', 'prompt_version',
        'input_tokens', 'output_tokens', 'is_error', 'error_type', 'latency_ms',
        'time_to_first_token_ms'
    ],
    'tools': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'turn_id', 'app_version', 'tool_name',
        'is_error', 'error_type', 'latency_ms'
    ],
    'ratings': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'message_id', 'feedback_name',
        'feedback_label', 'feedback_value'
    ],
    'unreadable': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('opentelemetry', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
