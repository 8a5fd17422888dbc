{#- The first moment after a date, as a timestamp. -#}
{% macro end_of_day(expression) -%}
    {{ dbt.dateadd('day', 1, 'cast(' ~ expression ~ ' as ' ~ dbt.type_timestamp() ~ ')') }}
{%- endmacro %}
