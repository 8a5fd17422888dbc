{{ config(enabled=is_connected('langfuse')) }}
with

turns as (
    select
        *,
        case when user_id is null then coalesce(session_id, trace_id) end
            as anonymous_id,
        session_id as conversation_id,
        trace_id as turn_id,
        trace_id as message_id,
        release_name as app_version
    from {{ ref('stg_langfuse__turns') }}
),

messages as (
    select
        *,
        trace_id || ':message' as event_id,
        'message_sent' as event_name,
        input_text as text,
        started_at as occurred_at
    from turns
),

responses as (
    select
        *,
        trace_id || ':response' as event_id,
        'response_generated' as event_name,
        output_text as text,
        {{ milliseconds_between('started_at', 'finished_at') }} as latency_ms,
        {{ milliseconds_between('started_at', 'began_to_answer_at') }}
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
        observations.record_key,
        observations.observation_id as event_id,
        'tool_called' as event_name,
        observations.observation_name as tool_name,
        turns.user_id,
        turns.anonymous_id,
        turns.conversation_id,
        turns.turn_id,
        turns.app_version,
        {{ milliseconds_between(
            'observations.started_at', 'observations.finished_at'
        ) }} as latency_ms,
        coalesce(observations.level_name = 'ERROR', false) as is_error,
        observations.started_at as occurred_at,
        {{ latest_of('observations.received_at', 'turns.received_at') }} as received_at
    from {{ ref('stg_langfuse__observation_times') }} as observations
    left join turns
        on observations.trace_id = turns.trace_id
    where observations.observation_type = 'TOOL'
),

ratings as (
    select
        record_key,
        score_id as event_id,
        'feedback_given' as event_name,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        session_id as conversation_id,
        trace_id as message_id,
        case when data_type = 'TEXT' then 'free' end as feedback_kind,
        case when data_type <> 'TEXT' then score_name end as feedback_name,
        score_label as feedback_label,
        score_value as feedback_value,
        case when trace_id is null then 'session' else 'message' end as feedback_target,
        case when data_type = 'TEXT' then score_label end as text,
        scored_at as occurred_at,
        received_at
    from {{ ref('stg_langfuse__score_targets') }}
    where given_by = 'user'
),

-- What has no id of its own cannot be told from others of its kind.
unnamed as (
    select
        record_key,
        received_at
    from {{ ref('stg_langfuse__traces') }}
    where trace_id is null
    union all
    select
        record_key,
        received_at
    from {{ ref('stg_langfuse__observations') }}
    where observation_id is null and observation_type <> 'TOOL'
)

{% for rows, given in {
    'messages': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'app_version', 'text'
    ],
    'responses': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'conversation_id', 'turn_id', 'message_id', 'app_version', 'text',
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
        'feedback_name', 'feedback_label', 'feedback_value', 'feedback_target', 'text'
    ],
    'unnamed': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('langfuse', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
