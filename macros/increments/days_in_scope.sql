{#- The condition for the days that are made anew; nothing where all are. The days are
    written out, so that an engine can skip the others. -#}
{% macro is_day_in_scope(column, has_changed_facts=false) -%}
    {#- At parse time too, so that dbt knows of it. -#}
    {%- if not execute or is_increment('metrics') -%}
        {%- set days = ref('int_days_in_scope') -%}
    {%- endif -%}
    {%- if is_increment('metrics') -%}
        {%- set rows = run_query(
            'select metric_date from ' ~ days
            ~ (' where has_changed_facts' if has_changed_facts else '')
            ~ ' order by metric_date'
        ) -%}
        {{ are_days(column, rows) }}
    {%- else -%}
        {{ is_after_horizon(column) }}
    {%- endif -%}
{%- endmacro %}
