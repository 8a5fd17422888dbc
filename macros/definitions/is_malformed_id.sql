{% macro is_malformed_id(expression) -%}
    (
        length({{ expression }}) > 200
        {% for blank in blank_characters() -%}
            or {{ expression }} like '%{{ blank }}%'
        {% endfor %}
    )
{%- endmacro %}
