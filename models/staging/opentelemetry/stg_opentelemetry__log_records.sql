{{ config(enabled=is_connected('opentelemetry')) }}
with

resources as (
    {{ each_json_element(
        ref('stg_opentelemetry__lines'), 'resource_logs', ['loaded_at'], 'resource'
    ) | indent(4) }}
),

scoped as (
    select
        loaded_at,
        {{ json_part('resource', ['scopeLogs']) }} as scopes
    from resources
),

scopes as (
    {{ each_json_element('scoped', 'scopes', ['loaded_at'], 'scope') | indent(4) }}
),

logged as (
    select
        loaded_at,
        {{ json_part('scope', ['logRecords']) }} as log_records
    from scopes
),

logs as (
    {{ each_json_element(
        'logged', 'log_records', ['loaded_at'], 'log_record'
    ) | indent(4) }}
),

-- A record has no id: it is what it says.
keyed as (
    select
        *,
        {{ text_hash('log_record') }} as log_id,
        {{ json_part('log_record', ['attributes']) }} as attributes
    from logs
),

attributes as (
    {{ each_json_element('keyed', 'attributes', ['log_id'], 'attribute') | indent(4) }}
),

named as (
    select
        log_id,
        1 as place,
        {{ json_part('attribute', ['key']) }} as attribute_name,
        {{ otlp_value('attribute', ['value']) }} as attribute_value
    from attributes
),

described as (
    select
        log_id,
        {% for column, names in {
            'event_name': ['event.name'],
            'score_name': ['gen_ai.evaluation.name'],
            'score_value': ['gen_ai.evaluation.score.value'],
            'score_label': ['gen_ai.evaluation.score.label'],
            'response_id': ['gen_ai.response.id'],
            'input_messages': ['gen_ai.input.messages'],
            'output_messages': ['gen_ai.output.messages']
        }.items() -%}
            {{ otlp_attribute(names) }} as {{ column }},
        {% endfor -%}
        count(*) as count_attributes
    from named
    group by log_id
),

read_logs as (
    select
        keyed.log_id,
        {{ clean_text(json_part('keyed.log_record', ['traceId'])) }} as trace_id,
        {{ clean_text(json_part('keyed.log_record', ['spanId'])) }} as span_id,
        coalesce(
            {{ json_part('keyed.log_record', ['eventName']) }}, described.event_name
        ) as event_name,
        described.score_name,
        described.score_value,
        described.score_label,
        described.response_id,
        described.input_messages,
        described.output_messages,
        {{ otlp_body_text('keyed.log_record', ['body']) }} as body_text,
        {{ epoch_time(
            'coalesce(nullif(' ~ json_part('keyed.log_record', ['timeUnixNano'])
            ~ ", '0'), " ~ json_part('keyed.log_record', ['observedTimeUnixNano']) ~ ')',
            'nanosecond'
        ) }} as logged_at,
        keyed.loaded_at
    from keyed
    left join described
        on keyed.log_id = described.log_id
)

select
    *,
    'log_records|' || log_id as record_key,
    coalesce(loaded_at, logged_at) as received_at,
    row_number() over (
        partition by log_id
        order by loaded_at
    ) as delivery_number
from read_logs
