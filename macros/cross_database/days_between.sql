{% macro days_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('days_between', 'interaction_quality')(start_date, end_date)) }}
{%- endmacro %}

{#- Of dates the boundaries crossed are the days. -#}
{% macro default__days_between(start_date, end_date) -%}
    {{ dbt.datediff(start_date, end_date, 'day') }}
{%- endmacro %}

{#- dbt.datediff stops at a null. -#}
{% macro spark__days_between(start_date, end_date) -%}
    datediff({{ end_date }}, {{ start_date }})
{%- endmacro %}

{#- dbt.datediff goes by datetimes. -#}
{% macro bigquery__days_between(start_date, end_date) -%}
    date_diff({{ end_date }}, {{ start_date }}, day)
{%- endmacro %}

{#- dbt.datediff takes milliseconds of an interval. -#}
{% macro trino__days_between(start_date, end_date) -%}
    date_diff('day', {{ start_date }}, {{ end_date }})
{%- endmacro %}
