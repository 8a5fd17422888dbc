{#- None as well where dbt compiles without a connection (--no-introspect): it then shows
    the statements of a first run. -#}
{% macro existing_relation(relation) -%}
    {%- if flags.INTROSPECT is defined and not flags.INTROSPECT -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(load_relation(relation)) }}
{%- endmacro %}
