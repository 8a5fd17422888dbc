{{ config(enabled=is_connected('openfeature')) }}
{#- What a record says (place 1), and what its resource or its body says for it (2). Of
    flags these have nothing in common. -#}
with

records as (
    select
        log_id,
        attributes,
        resource_attributes,
        {{ json_part('body', ['kvlistValue', 'values']) }} as body_attributes,
        row_number() over (
            partition by log_id
            order by loaded_at
        ) as delivery_number
    from {{ ref('stg_openfeature__log_records') }}
),

first_deliveries as (
    select * from records
    where delivery_number = 1
),

{% set places = ['attributes', 'resource_attributes', 'body_attributes'] -%}
{% for column in places -%}
    of_{{ column }} as (
        {{ each_json_element('first_deliveries', column, ['log_id'], 'attribute')
            | indent(8) }}
    ),

{% endfor -%}
taken_apart as (
    {% for column in places -%}
        select
            log_id,
            attribute,
            {{ 1 if loop.first else 2 }} as place
        from of_{{ column }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    log_id,
    place,
    {{ json_part('attribute', ['key']) }} as attribute_name,
    {{ otlp_value('attribute', ['value']) }} as attribute_value
from taken_apart
