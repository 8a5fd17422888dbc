{{ config(enabled=is_connected('opentelemetry')) }}
{#- Of a span its attributes and those of what emits it: where both have one, the span's
    is told. A span that comes twice is one. -#}
with

resources as (
    {{ each_json_element(
        ref('stg_opentelemetry__lines'), 'resource_spans',
        ['record_key as line_key', 'loaded_at'], 'resource'
    ) | indent(4) }}
),

scoped as (
    select
        *,
        {{ json_part('resource', ['resource', 'attributes']) }} as resource_attributes,
        {{ json_part('resource', ['scopeSpans']) }} as scopes
    from resources
),

scopes as (
    {{ each_json_element(
        'scoped', 'scopes', ['line_key', 'loaded_at', 'resource_attributes'], 'scope'
    ) | indent(4) }}
),

spanned as (
    select
        *,
        {{ json_part('scope', ['spans']) }} as spans
    from scopes
),

spans as (
    {{ each_json_element(
        'spanned', 'spans', ['line_key', 'loaded_at', 'resource_attributes'], 'span'
    ) | indent(4) }}
),

read_spans as (
    select
        ---------- ids
        line_key,
        {{ clean_text(json_part('span', ['traceId'])) }} as trace_id,
        {{ clean_text(json_part('span', ['spanId'])) }} as span_id,
        {{ clean_text(json_part('span', ['parentSpanId'])) }} as parent_id,
        ---------- strings
        resource_attributes,
        {{ json_part('span', ['attributes']) }} as attributes,
        {{ json_part('span', ['events']) }} as span_events,
        {{ json_part('span', ['status', 'code']) }} as status_code,
        ---------- timestamps
        {{ epoch_time(json_part('span', ['startTimeUnixNano']), 'nanosecond') }}
            as started_at,
        {{ epoch_time(json_part('span', ['endTimeUnixNano']), 'nanosecond') }}
            as ended_at,
        loaded_at
    from spans
)

select
    *,
    'spans|' || coalesce(trace_id, '') || '|' || coalesce(span_id, '') as record_key,
    -- The numbers are those of the protocol, the words those of its JSON.
    status_code in ('2', 'STATUS_CODE_ERROR') as has_error_status,
    row_number() over (
        partition by trace_id, span_id
        order by loaded_at, ended_at, attributes
    ) as delivery_number
from read_spans
