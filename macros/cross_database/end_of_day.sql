{#- The first moment after a date, as a timestamp. -#}
{% macro end_of_day(expression) -%}
    {{ add_time('day', 1, 'cast(' ~ expression ~ ' as ' ~ type_utc_timestamp() ~ ')') }}
{%- endmacro %}
