{#- 1 where the condition holds, else 0 (also where it is unknown), as a double. -#}
{% macro one_if(condition) -%}
    case when {{ condition }} then 1.0e0 else 0.0e0 end
{%- endmacro %}
