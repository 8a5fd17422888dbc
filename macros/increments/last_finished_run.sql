{#- The last run whose changes of sessions all that is made of them has taken in. -#}
{% macro last_finished_run() -%}
    {{ return(last_run_of_all(fact_tables())) }}
{%- endmacro %}

{% macro fact_tables() -%}
    {{ return([
        'int_turns', 'int_feedback', 'int_sessions', 'int_actor_days_before',
        'int_actor_days_after', 'rpt_session_restatements'
    ]) }}
{%- endmacro %}

{#- The last run whose changes of days all cells have taken in. -#}
{% macro last_counted_run() -%}
    {{ return(last_run_of_all(counted_tables())) }}
{%- endmacro %}

{% macro counted_tables() -%}
    {{ return([
        'int_user_days', 'int_metric_cells_daily', 'int_histogram_cells_daily',
        'int_daily_metrics_estimated', 'int_intent_days'
    ]) }}
{%- endmacro %}

{% macro last_run_of_all(names) -%}
    {%- set runs = last_runs() -%}
    {%- set finished = [] -%}
    {%- for name in names -%}
        {%- do finished.append(runs.get(name, 0)) -%}
    {%- endfor -%}
    {{ return(finished | min) }}
{%- endmacro %}
