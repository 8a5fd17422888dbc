{% macro month_end(expression) -%}
    {{ return(adapter.dispatch('month_end', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__month_end(expression) -%}
    cast({{ dbt.last_day(expression, 'month') }} as date)
{%- endmacro %}

{#- dbt.last_day is made of a dateadd that stops at a null. -#}
{% macro spark__month_end(expression) -%}
    last_day({{ expression }})
{%- endmacro %}

{% macro bigquery__month_end(expression) -%}
    last_day({{ expression }}, month)
{%- endmacro %}

{% macro trino__month_end(expression) -%}
    last_day_of_month({{ expression }})
{%- endmacro %}
