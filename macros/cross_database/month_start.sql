{% macro month_start(expression) -%}
    {{ return(adapter.dispatch('month_start', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__month_start(expression) -%}
    cast({{ dbt.date_trunc('month', expression) }} as date)
{%- endmacro %}
