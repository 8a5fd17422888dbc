{{ config(enabled=is_connected('opentelemetry')) }}
{#- Which names there were in which generation is in the doc block. -#}
with

described as (
    select
        trace_id,
        span_id,
        {% for column, names in {
            'operation_name': ['gen_ai.operation.name', 'llm.request.type'],
            'provider_name': ['gen_ai.provider.name', 'gen_ai.system'],
            'conversation_id': ['gen_ai.conversation.id'],
            'session_id': ['session.id'],
            'model_name': ['gen_ai.response.model', 'gen_ai.request.model'],
            'response_id': ['gen_ai.response.id'],
            'input_tokens': ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
            'output_tokens': [
                'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'
            ],
            'seconds_to_first_chunk': ['gen_ai.response.time_to_first_chunk'],
            'tool_name': ['gen_ai.tool.name'],
            'app_version': ['gen_ai.agent.version', 'service.version'],
            'prompt_version': ['gen_ai.prompt.name'],
            'error_type': ['error.type']
        }.items() -%}
            {{ otlp_attribute(names) }} as {{ column }},
        {% endfor -%}
        count(*) as count_attributes
    from {{ ref('stg_opentelemetry__span_attributes') }}
    group by trace_id, span_id
),

spans as (
    select
        record_key,
        trace_id,
        span_id,
        parent_id,
        has_error_status,
        started_at,
        ended_at,
        coalesce(loaded_at, ended_at, started_at) as received_at
    from {{ ref('stg_opentelemetry__spans') }}
    where delivery_number = 1
)

select
    spans.*,
    {% for column in [
        'conversation_id', 'session_id', 'model_name', 'response_id', 'tool_name',
        'app_version', 'prompt_version', 'error_type'
    ] -%}
        described.{{ column }},
    {% endfor -%}
    {{ to_number('described.input_tokens') }} as input_tokens,
    {{ to_number('described.output_tokens') }} as output_tokens,
    {{ to_number('described.seconds_to_first_chunk') }} as seconds_to_first_chunk,
    spans.has_error_status or described.error_type is not null as is_error,
    case
        when described.operation_name in ('invoke_agent', 'invoke_workflow')
            then 'agent'
        when described.operation_name = 'execute_tool' then 'tool'
        when
            described.operation_name in (
                'chat', 'generate_content', 'text_completion', 'completion'
            )
            then 'model'
        when described.operation_name is not null then 'other'
        -- The first generation named a provider, and no operation.
        when described.provider_name is not null then 'model'
    end as step_kind
from spans
left join described
    on
        spans.trace_id = described.trace_id
        and spans.span_id = described.span_id
