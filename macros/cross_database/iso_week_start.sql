{% macro iso_week_start(expression) -%}
    {{ return(adapter.dispatch('iso_week_start', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__iso_week_start(expression) -%}
    cast({{ dbt.date_trunc('week', expression) }} as date)
{%- endmacro %}
