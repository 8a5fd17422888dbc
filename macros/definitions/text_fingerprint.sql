{% macro text_fingerprint(expression) -%}
    {{ text_hash("nullif(" ~ letters_and_digits(expression) ~ ", '')") }}
{%- endmacro %}
