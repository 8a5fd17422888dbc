{#- A statement that sets columns, named with their new values, of the rows of a table for
    which the condition holds. Empty where it has been done by then. -#}
{% macro update_rows(relation, values, condition) -%}
    {{ return(adapter.dispatch('update_rows', 'interaction_quality')(
        relation, values, condition
    )) }}
{%- endmacro %}

{% macro default__update_rows(relation, values, condition) -%}
    {%- set assignments = [] -%}
    {%- for column, value in values.items() -%}
        {%- do assignments.append(column ~ ' = ' ~ value) -%}
    {%- endfor -%}
    {{ return(
        'update ' ~ relation ~ ' set ' ~ assignments | join(', ') ~ ' where ' ~ condition
    ) }}
{%- endmacro %}

{% macro spark__update_rows(relation, values, condition) -%}
    {%- if has_row_changes(relation) -%}
        {{ return(interaction_quality.default__update_rows(relation, values, condition)) }}
    {%- endif -%}
    {{ return(rewrite_rows(relation, condition, values)) }}
{%- endmacro %}

{% macro databricks__update_rows(relation, values, condition) -%}
    {{ return(interaction_quality.default__update_rows(relation, values, condition)) }}
{%- endmacro %}
