{% macro type_text() -%}
    {{ return(adapter.dispatch('type_text', 'interaction_quality')()) }}
{%- endmacro %}

{% macro default__type_text() -%}
    {{ return(dbt.type_string()) }}
{%- endmacro %}

{#- A text without a length has 256 bytes there, and what is longer is cut. -#}
{% macro redshift__type_text() -%}
    {{ return('varchar(65535)') }}
{%- endmacro %}
