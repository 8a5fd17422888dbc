{% macro text_fingerprint(expression) -%}
    {{ dbt.hash("nullif(" ~ letters_and_digits(expression) ~ ", '')") }}
{%- endmacro %}
