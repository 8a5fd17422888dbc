{{ config(enabled=is_connected('openfeature')) }}
with

source as (
    {{ raw_documents('openfeature', 'otlp_lines') | indent(4) }}
),

read_lines as (
    select
        'lines|' || coalesce({{ text_hash(clean_text('payload')) }}, '') as record_key,
        {{ json_document('payload') }} as line_document,
        {{ to_utc_timestamp('loaded_at') }} as loaded_at
    from source
),

taken_apart as (
    select
        record_key,
        {{ json_part('line_document', ['resourceLogs']) }} as resource_logs,
        {{ json_part('line_document', ['resourceSpans']) }} as resource_spans,
        {{ json_part('line_document', ['resourceMetrics']) }} as resource_metrics,
        loaded_at
    from read_lines
)

select
    *,
    resource_logs is null and resource_spans is null and resource_metrics is null
        as is_unreadable
from taken_apart
