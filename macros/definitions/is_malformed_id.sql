{% macro is_malformed_id(expression) -%}
    (
        length({{ expression }}) > 200
        {% for blank in [' ', '\t', '\n', '\r'] -%}
            or {{ expression }} like '%{{ blank }}%'
        {% endfor %}
    )
{%- endmacro %}
