{{ config(enabled=is_connected('openfeature')) }}
with

resources as (
    {{ each_json_element(
        ref('stg_openfeature__lines'), 'resource_logs', ['loaded_at'], 'resource_log'
    ) | indent(4) }}
),

emitters as (
    select
        {{ json_part('resource_log', ['resource', 'attributes']) }}
            as resource_attributes,
        {{ json_part('resource_log', ['scopeLogs']) }} as scope_logs,
        loaded_at
    from resources
),

scopes as (
    {{ each_json_element(
        'emitters', 'scope_logs', ['resource_attributes', 'loaded_at'], 'scope_log'
    ) | indent(4) }}
),

batches as (
    select
        resource_attributes,
        {{ json_part('scope_log', ['logRecords']) }} as log_records,
        loaded_at
    from scopes
),

records as (
    {{ each_json_element(
        'batches', 'log_records', ['resource_attributes', 'loaded_at'], 'log_record'
    ) | indent(4) }}
)

select
    -- A record has no id: it is what it says, and so is its repetition.
    {{ text_hash("log_record || '|' || coalesce(resource_attributes, '')") }} as log_id,
    {{ clean_text(json_part('log_record', ['traceId'])) }} as trace_id,
    {{ clean_text(json_part('log_record', ['eventName'])) }} as event_name,
    {{ json_part('log_record', ['attributes']) }} as attributes,
    resource_attributes,
    -- Until 1.34 the value was in the body.
    {{ json_part('log_record', ['body']) }} as body,
    {{ epoch_time(
        'coalesce(nullif(' ~ json_part('log_record', ['timeUnixNano'])
        ~ ", '0'), " ~ json_part('log_record', ['observedTimeUnixNano']) ~ ')',
        'nanosecond'
    ) }} as logged_at,
    loaded_at
from records
