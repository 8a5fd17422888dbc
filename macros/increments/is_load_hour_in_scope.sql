{#- The condition for the hours of receipt that are counted anew, those of runs that
    died included, but none before a prune; true where all are. The first and the last
    are written out, since no engine skips a part of a table for what a subquery will
    say. -#}
{% macro is_load_hour_in_scope(column) -%}
    {#- At parse time too, so that dbt knows of it. -#}
    {%- if not execute or is_increment() -%}
        {%- set changes = ref('int_load_hour_changes') -%}
    {%- endif -%}
    {%- if is_increment() -%}
        {%- set last_run = last_runs().get('int_deliveries_counted', 0) -%}
        {%- set hours -%}
            select changes.load_hour
            from {{ changes }} as changes
            where changes.run_number > {{ last_run }}
        {%- endset -%}
        {%- set bounds = run_query(
            'select ' ~ timestamp_text('min(load_hour)') ~ ', '
            ~ timestamp_text('max(load_hour)') ~ ' from (' ~ hours ~ ') as hours'
        )[0] -%}
        {%- if not bounds[0] -%}
            false
        {%- else -%}
            {{ column }} in ({{ hours }})
            {%- if prune_horizon() %}
                and (
                    {{ column }} = {{ never() }}
                    or {{ is_after_horizon(column, type_utc_timestamp()) }}
                )
            {%- endif %}
            and {{ column }} >= cast('{{ bounds[0] }}' as {{ type_utc_timestamp() }})
            and {{ column }} <= cast('{{ bounds[1] }}' as {{ type_utc_timestamp() }})
        {%- endif -%}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
