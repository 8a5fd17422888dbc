{{ config(enabled=is_connected('langsmith')) }}
{%- set of_turns = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'app_version', 'text'
] -%}
with

turns as (
    select
        *,
        case when user_id is null then coalesce(thread_id, trace_id) end
            as anonymous_id,
        thread_id as conversation_id,
        trace_id as turn_id,
        trace_id as message_id
    from {{ ref('stg_langsmith__turns') }}
    where not is_experiment
),

messages as (
    select
        *,
        trace_id || ':message' as event_id,
        'message_sent' as event_name,
        -- Words, not what they are wrapped in.
        case when substr(input_text, 1, 1) not in ('{', '[') then input_text end
            as text,
        started_at as occurred_at
    from turns
),

responses as (
    select
        *,
        trace_id || ':response' as event_id,
        'response_generated' as event_name,
        case when substr(output_text, 1, 1) not in ('{', '[') then output_text end
            as text,
        {{ milliseconds_between('started_at', 'finished_at') }} as latency_ms,
        {{ milliseconds_between('started_at', 'first_token_at') }}
            as time_to_first_token_ms,
        coalesce(finished_at, started_at) as occurred_at
    from turns
    where finished_at is not null or is_error
),

tools as (
    select
        runs.record_key,
        runs.run_id as event_id,
        'tool_called' as event_name,
        runs.run_name as tool_name,
        turns.user_id,
        turns.anonymous_id,
        turns.conversation_id,
        turns.turn_id,
        turns.app_version,
        {{ milliseconds_between('runs.started_at', 'runs.ended_at') }} as latency_ms,
        runs.is_error,
        runs.started_at as occurred_at,
        {{ latest_of('runs.received_at', 'turns.received_at') }} as received_at
    from {{ ref('stg_langsmith__runs') }} as runs
    inner join turns
        on runs.trace_id = turns.trace_id
    -- What is the turn itself is in it already.
    where
        runs.is_latest
        and runs.run_type = 'tool'
        and runs.record_key <> turns.record_key
),

ratings as (
    select
        record_key,
        score_id as event_id,
        'feedback_given' as event_name,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        thread_id as conversation_id,
        trace_id as message_id,
        case when coalesce(score_value, score_label) is null then 'free' end
            as feedback_kind,
        case when coalesce(score_value, score_label) is not null then score_name end
            as feedback_name,
        score_label as feedback_label,
        score_value as feedback_value,
        -- Of a rating its kind says it: there is none on a thread.
        case when coalesce(score_value, score_label) is null then 'message' end
            as feedback_target,
        words as text,
        scored_at as occurred_at,
        received_at
    from {{ ref('stg_langsmith__feedback_targets') }}
    where is_latest and given_by = 'user' and not is_experiment
),

-- What has no id of its own cannot be told from others of its kind.
unnamed as (
    select
        record_key,
        received_at
    from {{ ref('stg_langsmith__runs') }}
    where run_id is null
)

{% for rows, given in {
    'messages': of_turns,
    'responses': of_turns + [
        'model_name', 'prompt_version', 'latency_ms', 'time_to_first_token_ms',
        'input_tokens', 'output_tokens', 'cost_usd', 'is_error'
    ],
    'tools': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'turn_id', 'app_version', 'tool_name',
        'latency_ms', 'is_error'
    ],
    'ratings': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'message_id', 'feedback_kind',
        'feedback_name', 'feedback_label', 'feedback_value',
        'feedback_target', 'text'
    ],
    'unnamed': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('langsmith', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
