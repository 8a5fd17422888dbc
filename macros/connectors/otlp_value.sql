{#- The value of an attribute of OTLP, whatever type it has: a text as it is, a list or a
    map as OTLP's JSON of it. -#}
{% macro otlp_value(document, path) -%}
    coalesce(
        {% for type in ['stringValue', 'intValue', 'doubleValue', 'boolValue'] -%}
            {{ json_part(document, path + [type]) }},
        {% endfor -%}
        {{ json_part(document, path + ['arrayValue', 'values']) }},
        {{ json_part(document, path + ['kvlistValue', 'values']) }}
    )
{%- endmacro %}

{#- The first of these attributes that there is: names in the order of their generations,
    the latest first. What a span says of itself goes before what its resource says. -#}
{% macro otlp_attribute(names) -%}
    coalesce(
        {% for name in names -%}
            {% for place in [1, 2] -%}
                max(
                    case
                        when attribute_name = '{{ name }}' and place = {{ place }}
                            then attribute_value
                    end
                ){{ ',' if not loop.last }}
            {%- endfor %}{{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}

{#- The words in the body of a log record of a message: a text; or a map with `content`,
    or with a `message` that has it, which OTLP writes as pairs and some exporters as JSON
    in a text. -#}
{% macro otlp_body_text(document, path) -%}
    {%- set text = json_part(document, path + ['stringValue']) -%}
    {%- set pairs = path + ['kvlistValue', 'values'] -%}
    coalesce(
        {{ json_part(json_document(text), ['content']) }},
        {{ json_part(json_document(text), ['message', 'content']) }},
        {{ text }}
        {%- for place in [0, 1, 2] %},
            {{ otlp_content(document, pairs + [place]) }}
            {%- for inner in [0, 1] %},
                case
                    when {{ json_part(document, pairs + [place, 'key']) }} = 'message'
                        then {{ otlp_content(
                            document,
                            pairs + [place, 'value', 'kvlistValue', 'values', inner]
                        ) }}
                end
            {%- endfor %}
        {%- endfor %}
    )
{%- endmacro %}

{% macro otlp_content(document, path) -%}
    case
        when {{ json_part(document, path + ['key']) }} = 'content'
            then {{ otlp_value(document, path + ['value']) }}
    end
{%- endmacro %}
