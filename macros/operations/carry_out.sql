{#- One step of an operation after the other: a statement, a delete or an update. Each is
    worded when its turn comes, since some engines are asked for rows by then. -#}
{% macro carry_out(steps) -%}
    {%- for step in steps -%}
        {%- if step is string -%}
            {%- set sql = step -%}
        {%- elif step.assignments is defined -%}
            {%- set sql = update_rows(step.relation, step.assignments, step.condition) -%}
        {%- else -%}
            {%- set sql = delete_rows(step.relation, step.condition) -%}
        {%- endif -%}
        {%- if sql -%}
            {%- call statement() -%} {{ sql }} {%- endcall -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro to_delete(name, condition) -%}
    {{ return({'relation': stored(name), 'condition': condition}) }}
{%- endmacro %}

{% macro to_update(name, assignments, condition) -%}
    {{ return({
        'relation': stored(name), 'assignments': assignments, 'condition': condition
    }) }}
{%- endmacro %}
