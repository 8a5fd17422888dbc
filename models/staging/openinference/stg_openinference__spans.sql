{{ config(enabled=is_connected('openinference')) }}
with

source as (
    {{ raw_rows('openinference', 'spans', [
        'id', 'trace_rowid', 'trace_id', 'span_id', 'parent_id', 'name', 'span_kind',
        'start_time', 'end_time', 'attributes', 'events', 'links', 'status_code',
        'llm_token_count_prompt', 'llm_token_count_completion', 'loaded_at'
    ]) | indent(4) }}
),

documents as (
    select
        *,
        {{ json_document('attributes') }} as span_attributes,
        {{ json_document('events') }} as span_events,
        {{ json_document('links') }} as span_links
    from source
),

renamed as (
    select
        ---------- ids
        'spans|' || coalesce({{ clean_text('span_id') }}, {{ clean_text('id') }}, '')
            as record_key,
        {{ clean_text('id') }} as span_rowid,
        {{ clean_text('span_id') }} as span_id,
        coalesce(
            {{ clean_text('trace_rowid') }},
            {{ clean_text('trace_id') }},
            {{ clean_text('span_id') }}
        ) as trace_key,
        {{ clean_text('parent_id') }} as parent_id,
        -- Of several links none is the target of what the span carries.
        case
            when {{ json_part('span_links', [1]) }} is null
                then coalesce(
                    {{ clean_text(json_part('span_links', [0, 'span_id'])) }},
                    {{ clean_text(json_part('span_links', [0, 'spanId'])) }}
                )
        end as linked_span_id,
        {{ clean_text(span_attribute('span_attributes', 'user.id')) }} as user_id,
        {{ clean_text(span_attribute('span_attributes', 'session.id')) }} as session_id,
        ---------- strings
        upper(
            coalesce(
                {{ clean_text('span_kind') }},
                {{ clean_text(span_attribute(
                    'span_attributes', 'openinference.span.kind'
                )) }},
                'UNKNOWN'
            )
        ) as span_kind,
        coalesce(
            {{ clean_text(span_attribute('span_attributes', 'tool.name')) }},
            {{ clean_text('name') }}
        ) as tool_name,
        coalesce(
            {% for name in [
                'llm.response.model_name', 'llm.model_name', 'llm.request.model_name'
            ] -%}
                {{ clean_text(span_attribute('span_attributes', name)) }}
                {{- ',' if not loop.last }}
            {% endfor %}
        ) as model_name,
        {{ clean_text(span_attribute(
            'span_attributes', 'llm.prompt_template.version'
        )) }} as prompt_version,
        {{ span_attribute('span_attributes', 'input.value') }} as input_text,
        {{ span_attribute('span_attributes', 'output.value') }} as output_text,
        span_attributes,
        span_events,
        ---------- numerics
        coalesce(
            {{ to_number('llm_token_count_prompt') }},
            {{ to_number(span_attribute('span_attributes', 'llm.token_count.prompt')) }}
        ) as input_tokens,
        coalesce(
            {{ to_number('llm_token_count_completion') }},
            {{ to_number(span_attribute(
                'span_attributes', 'llm.token_count.completion'
            )) }}
        ) as output_tokens,
        {{ to_number(span_attribute('span_attributes', 'llm.cost.total')) }}
            as cost_usd,
        ---------- booleans
        coalesce(upper({{ clean_text('status_code') }}) = 'ERROR', false) as is_error,
        coalesce(
            {% for list in feedback_lists() -%}
                {{ json_part('span_attributes', list.split('.')) }},
            {% endfor -%}
            case when span_attributes like '%ations.0.%' then 'dotted' end
        ) is not null as has_feedback,
        ---------- timestamps
        {{ to_utc_timestamp('start_time') }} as started_at,
        {{ to_utc_timestamp('end_time') }} as ended_at,
        {{ receipt_of(['loaded_at', 'end_time', 'start_time']) }} as received_at
    from documents
),

-- A span that is loaded again is the same span.
ranked as (
    select
        *,
        span_id is null or row_number() over (
            partition by span_id
            order by received_at desc, ended_at desc, span_rowid desc, output_text desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
