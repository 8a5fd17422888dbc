{#- A statement that deletes the rows of a table for which the condition holds, all where
    there is none. Empty where it has been done by then. -#}
{% macro delete_rows(relation, condition=none) -%}
    {{ return(adapter.dispatch('delete_rows', 'interaction_quality')(relation, condition)) }}
{%- endmacro %}

{% macro default__delete_rows(relation, condition) -%}
    {{ return('delete from ' ~ relation ~ ' where ' ~ (condition or 'true')) }}
{%- endmacro %}

{#- A table of plain files has no delete: the days with such rows are written anew without
    them, and a day of which none is left is dropped. -#}
{% macro spark__delete_rows(relation, condition) -%}
    {%- if condition is none -%}
        {{ return('truncate table ' ~ relation) }}
    {%- elif has_row_changes(relation) -%}
        {{ return(interaction_quality.default__delete_rows(relation, condition)) }}
    {%- endif -%}
    {{ return(rewrite_rows(relation, condition)) }}
{%- endmacro %}

{#- Of Delta tables, which have a delete. -#}
{% macro databricks__delete_rows(relation, condition) -%}
    {{ return(interaction_quality.default__delete_rows(relation, condition)) }}
{%- endmacro %}
