{#- The condition for the days of a relation of this run. They are written out: no engine
    skips a part of a table for what a subquery will say. A unit test has no such days. -#}
{% macro is_day_of(column, relation) -%}
    {%- if execute and model.resource_type != 'unit_test' -%}
        {%- set days = run_query(
            'select distinct session_date from ' ~ relation
            ~ ' where session_date is not null order by session_date'
        ) -%}
        {{ are_days(column, days) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro are_days(column, days) -%}
    {%- if days | length == 0 -%}
        false
    {%- else -%}
        {{ column }} in (
            {%- for day in days -%}
                cast('{{ day[0] }}' as date){{ ', ' if not loop.last }}
            {%- endfor -%}
        )
    {%- endif -%}
{%- endmacro %}
