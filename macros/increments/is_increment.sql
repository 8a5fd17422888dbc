{#- Whether this run changes what the run before left, or makes everything anew from the
    raw rows. Decided once, when a run begins: a part that is new can feed nothing but a
    whole. A unit test brings all its rows. -#}
{% macro is_increment() -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set runs = last_runs() -%}
    {{ return('run' in runs and runs.get('increment') == runs['run']) }}
{%- endmacro %}

{#- A table that is missing, or older than the events that were last made anew (a full
    refresh that died), makes the run a whole. -#}
{% macro can_be_increment() -%}
    {%- if flags.FULL_REFRESH -%} {{ return(false) }} {%- endif -%}
    {%- set facts = ['int_turns', 'int_feedback', 'int_sessions'] -%}
    {%- for name in facts + [
        'int_events', 'int_deliveries_set_aside', 'int_session_changes'
    ] -%}
        {%- set relation = stored(name) -%}
        {%- if relation is none or not relation.is_table -%}
            {{ return(false) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set runs = last_runs() -%}
    {%- for name in facts if runs.get(name, 0) < runs.get('everything', 1) -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}
