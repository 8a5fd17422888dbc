{{ config(enabled=is_connected('google_adk')) }}
{#- What was logged, with the turn that it is of. Of a call of a model each chunk is
    logged, under the span of the call: the last one has all of it. -#}
{%- set only_told = [
    'invocation_starting', 'invocation_completed', 'agent_starting', 'agent_completed',
    'llm_request', 'llm_response', 'tool_starting', 'tool_paused', 'state_delta',
    'hitl_credential_request_completed', 'hitl_confirmation_request_completed',
    'hitl_input_request_completed', 'a2a_interaction', 'agent_response',
    'agent_transfer', 'agent_state_checkpoint', 'event_compaction', 'node_output'
] -%}
with

transfers as (
    select
        span_id,
        max(transfer_agent) as transfer_agent
    from {{ ref('stg_google_adk__agent_events') }}
    where event_type = 'tool_starting' and span_id is not null
    group by span_id
)

select
    events.record_key,
    events.event_key,
    events.event_type,
    events.invocation_id,
    invocations.turn_id,
    coalesce(invocations.session_id, events.session_id) as session_id,
    events.model_name,
    events.text_fingerprint,
    events.text_length,
    events.is_correction,
    -- By whom it is transferred to, so that a row of event_name_map can tell people.
    case
        when events.tool_origin in ('TRANSFER_AGENT', 'TRANSFER_A2A')
            then coalesce('transfer_to_' || transfers.transfer_agent, events.tool_name)
        else events.tool_name
    end as tool_name,
    events.input_tokens,
    events.output_tokens,
    events.latency_ms,
    events.time_to_first_token_ms,
    -- Requests to a person are events of their own, and what was done within another
    -- turn has been said by nobody.
    events.event_type in (
        {% for event_type in only_told -%}
            '{{ event_type }}'{{ ',' if not loop.last }}
        {% endfor -%}
    )
    or (
        events.event_type in ('tool_completed', 'tool_error')
        and coalesce(events.tool_name, '') in (
            'adk_request_credential', 'adk_request_confirmation', 'adk_request_input'
        )
    )
    or (
        events.event_type = 'user_message_received'
        and events.invocation_id <> invocations.turn_id
    ) as is_part,
    events.event_type = 'llm_response' and row_number() over (
        partition by
            events.event_type, events.invocation_id,
            coalesce(events.span_id, events.event_key)
        order by events.happened_at desc, events.event_key desc
    ) = 1 as is_call,
    events.happened_at,
    {{ latest_of('events.received_at', 'invocations.received_at') }} as received_at
from {{ ref('stg_google_adk__agent_events') }} as events
left join {{ ref('stg_google_adk__invocations') }} as invocations
    on events.invocation_id = invocations.invocation_id
left join transfers
    on events.span_id = transfers.span_id
where events.is_first
