{#- A text by the order of its bytes, for an `order by` that decides something. -#}
{% macro in_byte_order(expression) -%}
    {{ return(adapter.dispatch('in_byte_order', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__in_byte_order(expression) -%}
    {{ expression }}
{%- endmacro %}

{#- Else by the collation of the database, which puts a before B. -#}
{% macro postgres__in_byte_order(expression) -%}
    {{ expression }} collate "C"
{%- endmacro %}

{#- By bytes already, and without that collation. -#}
{% macro redshift__in_byte_order(expression) -%}
    {{ interaction_quality.default__in_byte_order(expression) }}
{%- endmacro %}
