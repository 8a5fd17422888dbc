{#- With no more of an exponent than every engine can read. -#}
{% macro number_pattern() -%}
    {{ return('[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?') }}
{%- endmacro %}
