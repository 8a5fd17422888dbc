{{ config(enabled=is_connected('opentelemetry')) }}
with

source as (
    {{ raw_documents('opentelemetry', 'otlp_lines') | indent(4) }}
),

read_lines as (
    select
        'lines|' || coalesce({{ text_hash(clean_text('payload')) }}, '') as record_key,
        {{ json_document('payload') }} as request,
        {{ to_utc_timestamp('loaded_at') }} as loaded_at
    from source
)

select
    record_key,
    {{ json_part('request', ['resourceSpans']) }} as resource_spans,
    {{ json_part('request', ['resourceLogs']) }} as resource_logs,
    {{ json_part('request', ['resourceMetrics']) }} as resource_metrics,
    loaded_at
from read_lines
