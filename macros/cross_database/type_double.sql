{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'interaction_quality')()) }}
{%- endmacro %}

{#- dbt.type_float() is a float of 32 bits on some engines. -#}
{% macro default__type_double() -%}
    double precision
{%- endmacro %}

{% macro duckdb__type_double() -%}
    double
{%- endmacro %}

{% macro spark__type_double() -%}
    double
{%- endmacro %}
