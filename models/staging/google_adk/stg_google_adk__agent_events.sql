{{ config(enabled=is_connected('google_adk')) }}
with

source as (
    {{ raw_rows('google_adk', 'agent_events', [
        'timestamp', 'event_id', 'event_type', 'session_id', 'invocation_id',
        'trace_id', 'span_id', 'content', 'attributes', 'latency_ms', 'loaded_at'
    ]) | indent(4) }}
),

documents as (
    select
        *,
        {{ json_document('content') }} as content_document,
        {{ json_document('attributes') }} as attribute_document,
        {{ json_document('latency_ms') }} as latency_document
    from source
),

renamed as (
    select
        ---------- ids
        -- Older versions and Java give no id: what the row says is one.
        coalesce(
            {{ clean_text('event_id') }},
            case
                when {{ clean_text('timestamp') }} is not null
                    then {{ text_hash(
                        "coalesce(" ~ clean_text('timestamp') ~ ", '') || '|' "
                        ~ "|| coalesce(" ~ clean_text('event_type') ~ ", '') || '|' "
                        ~ "|| coalesce(" ~ clean_text('invocation_id') ~ ", '') || '|' "
                        ~ "|| coalesce(" ~ clean_text('span_id') ~ ", '') || '|' "
                        ~ "|| coalesce(content_document, '')"
                    ) }}
            end
        ) as event_key,
        {{ clean_text('session_id') }} as session_id,
        {{ clean_text('invocation_id') }} as invocation_id,
        {{ clean_text('trace_id') }} as trace_id,
        {{ clean_text('span_id') }} as span_id,
        ---------- strings
        lower({{ clean_text('event_type') }}) as event_type,
        {{ clean_text(json_part('content_document', ['tool'])) }} as tool_name,
        upper({{ clean_text(json_part('content_document', ['tool_origin'])) }})
            as tool_origin,
        {{ clean_text(json_part('content_document', ['args', 'agent_name'])) }}
            as transfer_agent,
        coalesce(
            {{ clean_text(json_part('attribute_document', ['model_version'])) }},
            {{ clean_text(json_part('attribute_document', ['model'])) }}
        ) as model_name,
        {{ json_part('content_document', ['text_summary']) }} as message_text,
        {{ json_part('content_document', ['response']) }} as response_text,
        ---------- numerics
        coalesce(
            {{ to_number(json_part(
                'attribute_document', ['usage_metadata', 'prompt_token_count']
            )) }},
            {{ to_number(json_part('content_document', ['usage', 'prompt'])) }}
        ) as input_tokens,
        coalesce(
            {{ to_number(json_part(
                'attribute_document', ['usage_metadata', 'candidates_token_count']
            )) }},
            {{ to_number(json_part('content_document', ['usage', 'completion'])) }}
        ) as output_tokens,
        {{ to_number(json_part('latency_document', ['total_ms'])) }} as latency_ms,
        {{ to_number(json_part('latency_document', ['time_to_first_token_ms'])) }}
            as time_to_first_token_ms,
        ---------- timestamps
        {{ to_utc_timestamp('timestamp') }} as happened_at,
        {{ receipt_of(['loaded_at', 'timestamp']) }} as received_at
    from documents
),

-- Writes are tried again, and each try may have come through.
ranked as (
    select
        {{ [
            'event_key', 'session_id', 'invocation_id', 'trace_id', 'span_id',
            'event_type', 'tool_name', 'tool_origin', 'transfer_agent', 'model_name',
            'input_tokens', 'output_tokens', 'latency_ms', 'time_to_first_token_ms',
            'happened_at', 'received_at'
        ] | join(', ') }},
        -- What is said is in no table.
        coalesce(
            {{ text_fingerprint('message_text') }},
            {{ text_hash(clean_text('response_text')) }}
        ) as text_fingerprint,
        length(coalesce(message_text, response_text)) as text_length,
        {{ is_correction_text('message_text') }} as is_correction,
        'agent_events|' || coalesce(event_key, '') as record_key,
        event_key is null or row_number() over (
            partition by event_key
            order by received_at asc, happened_at asc, event_type asc
        ) = 1 as is_first
    from renamed
)

select * from ranked
