{#- Stands for "no time": rows without a readable receipt are one hour of their own. -#}
{% macro never() -%}
    cast('0001-01-01' as {{ dbt.type_timestamp() }})
{%- endmacro %}

{#- The condition that leaves of the deliveries those of the hours to be read: all, or in
    an increment those whose number of rows has changed. The first of them is written out,
    since no engine skips a part of a table for what a subquery will say. -#}
{% macro only_changed_hours() -%}
    {#- At parse time too, so that dbt knows of it. -#}
    {%- if not execute or is_increment() -%}
        {%- set hours = ref('int_load_hours_changed') -%}
    {%- endif -%}
    {%- if is_increment() -%}
        {%- set bounds = run_query(
            'select min(load_hour), count(*) from ' ~ hours
        ) -%}
        {%- set first_hour = bounds.columns[0].values()[0] -%}
        {%- if not first_hour -%}
            where false
        {%- else -%}
            where load_hour in (select load_hour from {{ hours }})
            {%- if first_hour | string > '0001-01-02' %}
                and received_at >= cast('{{ first_hour }}' as {{ dbt.type_timestamp() }})
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
