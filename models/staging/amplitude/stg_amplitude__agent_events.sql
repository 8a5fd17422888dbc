{{ config(enabled=is_connected('amplitude')) }}
{%- set texts = {
    'trace_id': '[Agent] Trace ID',
    'message_id': '[Agent] Message ID',
    'edited_message_id': '[Agent] Edited Message ID',
    'message_source': '[Agent] Message Source',
    'model_name': '[Agent] Model Name',
    'agent_version': '[Agent] Agent Version',
    'locale': '[Agent] Locale',
    'tool_name': '[Agent] Tool Name',
    'error_type': '[Agent] Error Type',
    'score_name': '[Agent] Score Name',
    'score_value': '[Agent] Score Value',
    'target_id': '[Agent] Target ID',
    'target_type': '[Agent] Target Type',
    'evaluation_source': '[Agent] Evaluation Source',
    'evaluation_method': '[Agent] Evaluation Method',
    'evaluator_name': '[Agent] Evaluator Name',
    'evaluator_version': '[Agent] Evaluator Version',
    'evaluator_label': '[Agent] Primary Label',
    'binary_value': '[Agent] Binary Value',
    'binary_label': '[Agent] Binary Label'
} -%}
{%- set numbers = {
    'latency_ms': '[Agent] Latency Ms',
    'time_to_first_token_ms': '[Agent] TTFB Ms',
    'input_tokens': '[Agent] Input Tokens',
    'output_tokens': '[Agent] Output Tokens',
    'cost_usd': '[Agent] Cost USD'
} -%}
{%- set booleans = {
    'has_error': '[Agent] Is Error',
    'has_succeeded': '[Agent] Tool Success',
    'is_regeneration': '[Agent] Is Regeneration',
    'is_edit': '[Agent] Is Edit',
    'was_copied': '[Agent] Was Copied'
} -%}
with

logged_events as (
    select * from {{ ref('stg_amplitude__logged_events') }}
    where is_latest and is_of_assistant
),

parsed as (
    select
        record_key,
        logged_event_id,
        logged_name,
        user_id,
        device_id,
        conversation_id,
        version_name,
        {% for column, property in texts.items() -%}
            {{ clean_text(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        {{ json_part('details', ['$llm_message', 'text']) }} as message_text,
        {% for column, property in numbers.items() -%}
            {{ to_number(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        {% for column, property in booleans.items() -%}
            {{ to_boolean(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        {{ epoch_time(json_part('details', '[Agent] Evaluated At'), 'millisecond') }}
            as evaluated_at,
        occurred_at,
        received_at
    from logged_events
),

grouped as (
    select
        *,
        coalesce(trace_id, record_key) as call_group
    from parsed
),

-- Of the calls of a trace the last is the answer; the others asked for tools.
placed as (
    select
        *,
        logged_name = '[agent] ai response' and row_number() over (
            partition by logged_name, conversation_id, call_group
            order by occurred_at desc, received_at desc, record_key desc
        ) = 1 as is_answer,
        count(*) over (partition by logged_name, conversation_id, call_group)
            as count_calls,
        {% for column in ['input_tokens', 'output_tokens', 'cost_usd'] -%}
            sum({{ column }}) over (
                partition by logged_name, conversation_id, call_group
            ) as total_{{ column }},
        {% endfor -%}
        max(received_at) over (partition by logged_name, conversation_id, call_group)
            as last_received_at
    from grouped
)

select
    *,
    case
        when
            logged_name in ('[agent] embedding', '[agent] span')
            or (logged_name = '[agent] ai response' and not is_answer)
            -- What one agent says to another.
            or (
                logged_name = '[agent] user message'
                and coalesce(lower(message_source) = 'agent', false)
            )
            then 'part_of_turn'
        -- What Amplitude itself says of sessions, in words.
        when
            logged_name in (
                '[agent] session enrichment', '[agent] session record',
                '[agent] topic classification', '[agent] cluster assignment'
            )
            then 'other_signal'
        when
            logged_name = '[agent] evaluator result'
            or (
                logged_name = '[agent] score'
                and coalesce(lower(evaluation_source) <> 'user', false)
            )
            then 'evaluation'
        else 'event'
    end as agent_event_kind
from placed
