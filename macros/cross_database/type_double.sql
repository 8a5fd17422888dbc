{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'interaction_quality')()) }}
{%- endmacro %}

{#- dbt.type_float() is a float of 32 bits on some engines. -#}
{% macro default__type_double() -%}
    {{ return('double') }}
{%- endmacro %}

{% macro bigquery__type_double() -%}
    {{ return('float64') }}
{%- endmacro %}

{#- And Redshift's. -#}
{% macro postgres__type_double() -%}
    {{ return('double precision') }}
{%- endmacro %}
