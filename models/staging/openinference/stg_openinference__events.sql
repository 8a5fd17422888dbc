{{ config(enabled=is_connected('openinference')) }}
{%- set of_turns = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'text'
] -%}
with

turns as (
    select
        *,
        case when user_id is null then coalesce(session_id, trace_key) end
            as anonymous_id,
        session_id as conversation_id,
        trace_key as turn_id,
        trace_key as message_id
    from {{ ref('stg_openinference__turns') }}
),

messages as (
    select
        *,
        trace_key || ':message' as event_id,
        'message_sent' as event_name,
        input_text as text,
        started_at as occurred_at
    from turns
),

responses as (
    select
        *,
        trace_key || ':response' as event_id,
        'response_generated' as event_name,
        output_text as text,
        {{ milliseconds_between('started_at', 'finished_at') }} as latency_ms,
        {{ milliseconds_between('started_at', 'first_token_at') }}
            as time_to_first_token_ms,
        coalesce(finished_at, started_at) as occurred_at
    from turns
    where
        finished_at is not null
        or output_text is not null
        or is_error
),

tools as (
    select
        steps.record_key,
        steps.span_id as event_id,
        'tool_called' as event_name,
        steps.tool_name,
        turns.user_id,
        turns.anonymous_id,
        turns.conversation_id,
        turns.turn_id,
        {{ milliseconds_between('steps.started_at', 'steps.ended_at') }} as latency_ms,
        steps.is_error,
        steps.started_at as occurred_at,
        {{ latest_of('steps.received_at', 'turns.received_at') }} as received_at
    from {{ ref('stg_openinference__steps') }} as steps
    -- A tool outside of every turn was called by no assistant.
    inner join turns
        on steps.trace_key = turns.trace_key
    where steps.span_kind = 'TOOL'
),

ratings as (
    select
        record_key,
        score_id as event_id,
        'feedback_given' as event_name,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        session_id as conversation_id,
        trace_key as message_id,
        case when coalesce(score_label, score_value) is null then 'free' end
            as feedback_kind,
        case when coalesce(score_label, score_value) is not null then score_name end
            as feedback_name,
        score_label as feedback_label,
        score_value as feedback_value,
        case when scope = 'session' then 'session' else 'message' end
            as feedback_target,
        explanation as text,
        scored_at as occurred_at,
        received_at
    from {{ ref('stg_openinference__annotation_targets') }}
    where is_latest and given_by = 'user'
),

-- What has no id of its own cannot be told from others of its kind.
unnamed as (
    select
        record_key,
        received_at
    from {{ ref('stg_openinference__spans') }}
    where span_id is null
)

{% for rows, given in {
    'messages': of_turns,
    'responses': of_turns + [
        'model_name', 'prompt_version', 'latency_ms', 'time_to_first_token_ms',
        'input_tokens', 'output_tokens', 'cost_usd', 'is_error'
    ],
    'tools': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'turn_id', 'tool_name', 'latency_ms',
        'is_error'
    ],
    'ratings': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'message_id', 'feedback_kind',
        'feedback_name', 'feedback_label', 'feedback_value', 'feedback_target', 'text'
    ],
    'unnamed': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('openinference', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
