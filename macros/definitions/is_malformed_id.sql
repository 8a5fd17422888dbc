{% macro is_malformed_id(expression) -%}
    (
        length({{ expression }}) > 200
        {% for blank in blank_characters() -%}
            or {{ expression }} like {{ text_literal('%' ~ blank ~ '%') }}
        {% endfor %}
    )
{%- endmacro %}
