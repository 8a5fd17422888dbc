{% macro iso_week_start(expression) -%}
    {{ return(adapter.dispatch('iso_week_start', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__iso_week_start(expression) -%}
    cast({{ dbt.date_trunc('week', expression) }} as date)
{%- endmacro %}

{#- A plain week begins on Sunday there. -#}
{% macro bigquery__iso_week_start(expression) -%}
    cast(date_trunc(cast({{ expression }} as date), isoweek) as date)
{%- endmacro %}

{#- A plain week begins as the account is set. -#}
{% macro snowflake__iso_week_start(expression) -%}
    dateadd(day, 1 - dayofweekiso({{ expression }}), cast({{ expression }} as date))
{%- endmacro %}
