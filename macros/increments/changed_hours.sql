{#- Stands for "no time": rows without a readable receipt are one hour of their own. -#}
{% macro never() -%}
    cast('0001-01-01' as {{ type_utc_timestamp() }})
{%- endmacro %}

{#- The condition that leaves of the deliveries those of the hours to be read: all, or in
    an increment those whose number of rows has changed. The first of them, and whether
    rows without a receipt are among them, is written out: no engine skips a part of a
    table for what a subquery will say. -#}
{% macro only_changed_hours() -%}
    {#- At parse time too, so that dbt knows of it. -#}
    {%- if not execute or is_increment() -%}
        {%- set hours = ref('int_load_hours_changed') -%}
    {%- endif -%}
    {%- if is_increment() -%}
        {#- As texts: no client of every engine has a type for the year 1. -#}
        {%- set first_hours = run_query(
            'select ' ~ timestamp_text('min(load_hour)') ~ ', '
            ~ timestamp_text(
                'min(case when load_hour > ' ~ never() ~ ' then load_hour end)'
            ) ~ ' from ' ~ hours
        )[0] -%}
        {%- if first_hours[0] is none -%}
            where false
        {%- else -%}
            where
                load_hour in (select load_hour from {{ hours }})
                and (
                    {% if first_hours[1] is not none -%}
                        received_at >= cast(
                            '{{ first_hours[1] }}' as {{ type_utc_timestamp() }}
                        )
                    {%- endif %}
                    {% if first_hours[0] != first_hours[1] -%}
                        {{ 'or' if first_hours[1] is not none }} received_at is null
                        or received_at < {{ add_time('hour', 1, never()) }}
                    {%- endif %}
                )
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
