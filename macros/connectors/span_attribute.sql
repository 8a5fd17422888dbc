{#- What an attribute of a span says, as a text: some stores keep attributes nested, others
    under their dotted names. -#}
{% macro span_attribute(document, name) -%}
    coalesce(
        {{ json_part(document, name.split('.')) }},
        {{ json_part(document, [name]) }}
    )
{%- endmacro %}
