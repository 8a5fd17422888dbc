{#- 1 where the condition holds, else 0 (also where it is unknown), as a double. -#}
{% macro one_if(condition) -%}
    case when {{ condition }} then {{ as_double(1) }} else {{ as_double(0) }} end
{%- endmacro %}
