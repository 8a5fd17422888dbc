{#- The date before which the warehouse was pruned; none where it never was, or where a
    full refresh has begun anew since. -#}
{% macro prune_horizon() -%}
    {{ return(last_date_noted('pruned before ')) }}
{%- endmacro %}

{#- The date at the end of the last entry that begins so; none in a unit test. -#}
{% macro last_date_noted(beginning) -%}
    {%- if not execute or (model is defined and model.resource_type == 'unit_test') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set last = {'date': 'never', 'run': 0} -%}
    {%- for name, run in last_runs().items()
        if name.startswith(beginning) and run > last.run -%}
        {%- do last.update({'date': name[beginning | length:], 'run': run}) -%}
    {%- endfor -%}
    {{ return(last.date if last.date != 'never' else none) }}
{%- endmacro %}

{#- The condition for what may still change; true where nothing was pruned. A date is no
    time to BigQuery: the type is that of the column. -#}
{% macro is_after_horizon(column, type='date') -%}
    {%- set horizon = prune_horizon() -%}
    {%- if horizon -%}
        {{ column }} >= cast('{{ horizon }}' as {{ type }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- A select of the day so noted, to be added to a union all; nothing without one. -#}
{% macro or_date_noted(beginning, columns) -%}
    {%- set day = last_date_noted(beginning) if prune_horizon() else none -%}
    {%- if day -%}
        union all
        select
            {%- for column in columns %}
                cast('{{ day }}' as date) as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
    {%- endif -%}
{%- endmacro %}
