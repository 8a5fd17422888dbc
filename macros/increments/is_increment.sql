{#- Whether this run changes what the run before left, or makes everything anew: the facts
    from the raw rows, the metrics from the facts. Decided once for each, when a run
    begins: a part that is new can feed nothing but a whole. A unit test brings all its
    rows. -#}
{% macro is_increment(part='facts') -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set runs = last_runs() -%}
    {{ return('run' in runs and runs.get('increment of ' ~ part) == runs['run']) }}
{%- endmacro %}

{#- A table that is missing, or older than the events that were last made anew, makes it a
    whole; so does a refresh that died before it came to the events: what is set aside may
    be of it already. -#}
{% macro can_be_increment(part) -%}
    {%- if flags.FULL_REFRESH or (part == 'metrics' and has_other_definitions(part)) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set takers = {
        'facts': fact_tables() + ['int_deliveries_counted'],
        'metrics': counted_tables()
    }[part] -%}
    {%- set others = {
        'facts': [
            'int_events', 'int_deliveries_set_aside', 'int_load_hour_changes',
            'int_session_changes', 'int_session_events_before'
        ],
        'metrics': ['int_user_day_changes']
    }[part] -%}
    {%- for name in takers + others -%}
        {%- set relation = stored(name) -%}
        {%- if relation is none or not relation.is_table -%}
            {{ return(false) }}
        {%- endif -%}
    {%- endfor -%}
    {%- set runs = last_runs() -%}
    {%- for name in takers if runs.get(name, 0) < runs.get('everything', 1) -%}
        {{ return(false) }}
    {%- endfor -%}
    {%- set hours_made = runs.get('int_load_hour_changes', 0) -%}
    {%- if hours_made > runs.get('everything', 0)
        and hours_made > runs.get('int_load_hour_changes of an increment', 0) -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(part == 'facts' or can_be_increment('facts')) }}
{%- endmacro %}
