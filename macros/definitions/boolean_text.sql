{% macro boolean_text(expression) -%}
    case when {{ expression }} then 'true' when not {{ expression }} then 'false' end
{%- endmacro %}
