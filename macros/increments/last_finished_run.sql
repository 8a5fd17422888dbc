{#- The last run whose changes of sessions all facts have taken in. -#}
{% macro last_finished_run() -%}
    {%- set runs = last_runs() -%}
    {%- set finished = [] -%}
    {%- for name in ['int_turns', 'int_feedback', 'int_sessions'] -%}
        {%- do finished.append(runs.get(name, 0)) -%}
    {%- endfor -%}
    {{ return(finished | min) }}
{%- endmacro %}
