{{ config(enabled=is_connected('opentelemetry')) }}
with

spans as (
    select * from {{ ref('stg_opentelemetry__spans') }}
    where delivery_number = 1
),

of_spans as (
    {{ each_json_element(
        'spans', 'attributes', ['trace_id', 'span_id'], 'attribute'
    ) | indent(4) }}
),

of_resources as (
    {{ each_json_element(
        'spans', 'resource_attributes', ['trace_id', 'span_id'], 'attribute'
    ) | indent(4) }}
),

attributes as (
    select
        *,
        1 as place
    from of_spans
    union all
    select
        *,
        2 as place
    from of_resources
)

select
    trace_id,
    span_id,
    place,
    {{ json_part('attribute', ['key']) }} as attribute_name,
    {{ otlp_value('attribute', ['value']) }} as attribute_value
from attributes
