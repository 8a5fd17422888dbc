{#- A number as 64 bits: a decimal literal is exact to some engines, and what is computed
    with it has other digits there. -#}
{% macro as_double(expression) -%}
    cast({{ expression }} as {{ type_double() }})
{%- endmacro %}
