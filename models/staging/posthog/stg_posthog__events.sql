{{ config(enabled=is_connected('posthog')) }}
{%- set whose = [
    'record_key', 'user_id', 'anonymous_id', 'conversation_id', 'message_id',
    'app_version', 'received_at'
] -%}
with

turns as (
    select
        *,
        ai_session_id as conversation_id,
        trace_id as turn_id,
        trace_id as message_id
    from {{ ref('stg_posthog__turns') }}
),

messages as (
    select
        *,
        trace_id || ':message' as event_id,
        'message_sent' as event_name,
        message_text as text,
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
        finished_at as occurred_at
    from turns
),

tools as (
    select
        {% for column in whose -%}
            actors.{{ column }},
        {% endfor -%}
        captures.capture_id as event_id,
        'tool_called' as event_name,
        actors.message_id as turn_id,
        captures.span_name as tool_name,
        1000 * captures.latency_seconds as latency_ms,
        coalesce(captures.has_error, false) as is_error,
        captures.started_at as occurred_at
    from {{ ref('stg_posthog__ai_captures') }} as captures
    inner join {{ ref('stg_posthog__capture_actors') }} as actors
        on captures.record_key = actors.record_key
    where captures.event_name = '$ai_span' and lower(captures.span_type) = 'tool'
),

ratings as (
    select
        {% for column in whose -%}
            actors.{{ column }},
        {% endfor -%}
        ratings.rating_id as event_id,
        'feedback_given' as event_name,
        case when ratings.is_text then 'free' end as feedback_kind,
        case when not ratings.is_text then ratings.rating_name end as feedback_name,
        case when not ratings.is_text then ratings.answer end as feedback_value,
        case when actors.message_id is null then 'session' else 'message' end
            as feedback_target,
        case when ratings.is_text then ratings.answer end as text,
        actors.occurred_at
    from {{ ref('stg_posthog__ratings') }} as ratings
    inner join {{ ref('stg_posthog__capture_actors') }} as actors
        on ratings.record_key = actors.record_key
    where ratings.given_by = 'user'
),

-- What event_name_map knows of the product, and what nobody knows of the assistant.
others as (
    select
        {% for column in whose -%}
            actors.{{ column }},
        {% endfor -%}
        captures.capture_id as event_id,
        captures.event_name,
        actors.occurred_at
    from {{ ref('stg_posthog__ai_captures') }} as captures
    inner join {{ ref('stg_posthog__capture_actors') }} as actors
        on captures.record_key = actors.record_key
    where
        captures.capture_kind = 'event'
        and not captures.is_repeated
        and coalesce(captures.event_name, '') not in (
            'survey sent', '$ai_metric', '$ai_feedback'
        )
),

-- Without a trace a part of one cannot be told from others.
unnamed as (
    select
        record_key,
        received_at
    from {{ ref('stg_posthog__ai_captures') }}
    where capture_kind = 'part_of_turn' and trace_id is null
)

{% for rows, given in {
    'messages': whose + ['event_id', 'event_name', 'turn_id', 'text', 'occurred_at'],
    'responses': whose + [
        'event_id', 'event_name', 'turn_id', 'text', 'model_name', 'prompt_version',
        'latency_ms', 'time_to_first_token_ms', 'input_tokens', 'output_tokens',
        'cost_usd', 'is_error', 'occurred_at'
    ],
    'tools': whose + [
        'event_id', 'event_name', 'turn_id', 'tool_name', 'latency_ms', 'is_error',
        'occurred_at'
    ],
    'ratings': whose + [
        'event_id', 'event_name', 'feedback_kind', 'feedback_name', 'feedback_value',
        'feedback_target', 'text', 'occurred_at'
    ],
    'others': whose + ['event_id', 'event_name', 'occurred_at'],
    'unnamed': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('posthog', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
