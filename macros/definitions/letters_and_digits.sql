{#- Taken out before the case is changed: some letters that are none of these have one of
    them as their small letter, on some engines. -#}
{% macro letters_and_digits(expression) -%}
    lower({{ without_matches(expression, '[^A-Za-z0-9]') }})
{%- endmacro %}
