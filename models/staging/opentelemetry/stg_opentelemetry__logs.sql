{{ config(enabled=is_connected('opentelemetry')) }}
{#- Without what is said in them, which is in no table. -#}
select
    record_key,
    log_id,
    trace_id,
    span_id,
    event_name,
    score_name,
    score_value,
    score_label,
    response_id,
    delivery_number,
    logged_at,
    received_at
from {{ ref('stg_opentelemetry__log_records') }}
