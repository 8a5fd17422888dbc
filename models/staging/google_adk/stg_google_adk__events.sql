{{ config(enabled=is_connected('google_adk')) }}
{%- set of_turns = [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'conversation_id', 'turn_id', 'message_id'
] -%}
with

steps as (
    select
        steps.*,
        steps.event_key as event_id,
        steps.event_type as event_name,
        named.user_id,
        case
            when named.user_id is null then coalesce(steps.session_id, steps.turn_id)
        end as anonymous_id,
        steps.session_id as conversation_id,
        steps.turn_id as message_id,
        steps.happened_at as occurred_at
    from {{ ref('stg_google_adk__steps') }} as steps
    left join {{ ref('stg_google_adk__users') }} as named
        on coalesce(steps.turn_id, steps.session_id) = named.place_id
    where not coalesce(steps.is_part, false)
),

turns as (
    select
        turns.*,
        named.user_id,
        case
            when named.user_id is null then coalesce(turns.session_id, turns.turn_id)
        end as anonymous_id,
        turns.session_id as conversation_id,
        turns.turn_id as message_id
    from {{ ref('stg_google_adk__turns') }} as turns
    left join {{ ref('stg_google_adk__users') }} as named
        on turns.turn_id = named.place_id
),

messages as (
    select
        *,
        case when is_correction then '{"is_correction": true}' end as properties
    from steps
    where event_name = 'user_message_received'
),

unlogged_messages as (
    select
        *,
        turn_id || ':message' as event_id,
        'message_sent' as event_name,
        started_at as occurred_at
    from turns
    where is_unasked
),

responses as (
    select
        record_key,
        turn_id || ':response' as event_id,
        'response_generated' as event_name,
        coalesce(finished_at, last_error_at, started_at) as occurred_at,
        received_at,
        user_id,
        anonymous_id,
        conversation_id,
        turn_id,
        message_id,
        text_fingerprint,
        text_length,
        model_name,
        coalesce(latency_ms, {{ milliseconds_between('started_at', 'finished_at') }})
            as latency_ms,
        {{ milliseconds_between('started_at', 'first_token_at') }}
            as time_to_first_token_ms,
        input_tokens,
        output_tokens,
        is_error
    from turns
    where has_response
),

tools as (
    select
        record_key,
        event_id,
        'tool_called' as event_name,
        occurred_at,
        received_at,
        user_id,
        anonymous_id,
        conversation_id,
        turn_id,
        message_id,
        tool_name,
        latency_ms,
        event_type = 'tool_error' as is_error
    from steps
    where event_type in ('tool_completed', 'tool_error')
),

-- Requests to a person, errors, and what nobody has a name for.
others as (
    select * from steps
    where
        event_name is null
        or event_name not in ('user_message_received', 'tool_completed', 'tool_error')
)

{% for rows, given in {
    'messages': of_turns + ['text_fingerprint', 'text_length', 'properties'],
    'unlogged_messages': of_turns,
    'responses': of_turns + [
        'text_fingerprint', 'text_length', 'model_name', 'latency_ms',
        'time_to_first_token_ms', 'input_tokens', 'output_tokens', 'is_error'
    ],
    'tools': of_turns + ['tool_name', 'latency_ms', 'is_error'],
    'others': of_turns
}.items() -%}
    select {{ map_columns('google_adk', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
