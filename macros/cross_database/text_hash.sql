{#- The md5 of a text, in hexadecimal digits. -#}
{% macro text_hash(expression) -%}
    {{ return(adapter.dispatch('text_hash', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__text_hash(expression) -%}
    {{ dbt.hash(expression) }}
{%- endmacro %}

{#- dbt.hash casts to a text of 256 bytes. -#}
{% macro redshift__text_hash(expression) -%}
    md5({{ expression }})
{%- endmacro %}
