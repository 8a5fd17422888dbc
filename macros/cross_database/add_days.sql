{#- A date stays a date: adding makes a timestamp of it on some engines. -#}
{% macro add_days(expression, days) -%}
    cast({{ add_time('day', days, expression) }} as date)
{%- endmacro %}
