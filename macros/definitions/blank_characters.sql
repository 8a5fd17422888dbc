{% macro blank_characters() -%}
    {{ return([' ', '\t', '\n', '\r']) }}
{%- endmacro %}
