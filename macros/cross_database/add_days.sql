{#- A date stays a date: dbt.dateadd makes a timestamp of it on some engines. -#}
{% macro add_days(expression, days) -%}
    cast({{ dbt.dateadd('day', days, expression) }} as date)
{%- endmacro %}
