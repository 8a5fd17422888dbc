{#- Where the runs write down how far each table has come. Rows are only ever added. -#}
{% macro run_state_relation() -%}
    {{ return(own_relation('int_run_state')) }}
{%- endmacro %}

{#- Each `dbt run` or `dbt build` takes the next number. Two hooks, one statement each. -#}
{% macro create_run_state() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- set relation = run_state_relation() -%}
        {%- if not existing_relation(relation) -%}
            {%- do adapter.cache_added(
                relation.incorporate(type='table', dbt_created=true)
            ) -%}
        {%- endif -%}
        create table if not exists {{ relation }} (
            entry_name {{ type_text() }},
            run_number {{ dbt.type_bigint() }}
        )
    {%- endif -%}
{%- endmacro %}

{% macro begin_run() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- do require_salt_of_erasures() -%}
        {%- do validate_pruned() -%}
        {%- do validate_definitions() -%}
        {%- set run_number = last_runs().get('run', 0) + 1 -%}
        insert into {{ run_state_relation() }} (entry_name, run_number)
        values ('run', {{ run_number }})
        {%- for part in ['facts', 'metrics'] if can_be_increment(part) -%}
            , ('increment of {{ part }}', {{ run_number }})
        {%- endfor -%}
        {%- if var('pruned_days') == 'forget' -%}
            {%- do forget_pruned() -%}
            , ('pruned before never', {{ run_number }})
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- The last run that was written down under each name; nothing before the first run. -#}
{% macro last_runs() -%}
    {%- set relation = run_state_relation() -%}
    {%- set runs = {} -%}
    {%- if execute and existing_relation(relation) -%}
        {%- for row in run_query(
            'select entry_name, max(run_number) as run_number from ' ~ relation
            ~ ' group by entry_name'
        ) -%}
            {%- do runs.update({row[0]: row[1] | int}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(runs) }}
{%- endmacro %}

{#- As hooks: what a table was made in, or which changes of sessions it has taken in. -#}
{% macro record_made(part='facts') -%}
    insert into {{ run_state_relation() }} (entry_name, run_number)
    values ('{{ this.identifier }}', {{ last_runs()['run'] }})
    {%- if is_increment(part) %}
        , ('{{ this.identifier }} of an increment', {{ last_runs()['run'] }})
    {%- endif -%}
{%- endmacro %}

{% macro record_taken_in(definitions=[], changes='int_sessions_in_scope') -%}
    insert into {{ run_state_relation() }} (entry_name, run_number)
    values ('{{ this.identifier }}', {{ last_runs()[changes] }})
    {%- for part in definitions -%}
        , ('{{ definitions_of(part) }}', {{ last_runs()['run'] }})
    {%- endfor -%}
{%- endmacro %}

{% macro record_everything() -%}
    {%- if not is_increment() -%}
        insert into {{ run_state_relation() }} (entry_name, run_number)
        values ('everything', {{ last_runs()['run'] }})
    {%- endif -%}
{%- endmacro %}
