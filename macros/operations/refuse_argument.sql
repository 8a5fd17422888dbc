{#- Without the value: it may be the id of a person. -#}
{% macro refuse_argument(operation, name, rule) -%}
    {{ exceptions.raise_compiler_error(operation ~ ': argument ' ~ name ~ ' ' ~ rule) }}
{%- endmacro %}
