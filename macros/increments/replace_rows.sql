{#- The first half of delete and insert, as a hook before the second: what is no more must
    go too, and of that no new row tells. Nothing where the table is made anew; days that
    were pruned stay, where the column of days is named. -#}
{% macro replace_rows(condition, part='facts', day_column=none) -%}
    {%- if is_incremental() -%}
        {%- set conditions = [] -%}
        {%- if day_column and prune_horizon() -%}
            {%- do conditions.append(is_after_horizon(day_column)) -%}
        {%- endif -%}
        {#- Last and never first: to Spark a bracket after `where` makes that a name. -#}
        {%- if is_increment(part) -%}
            {%- do conditions.append('(' ~ condition ~ ')' if conditions else condition) -%}
        {%- endif -%}
        {{ delete_rows(this, conditions | join(' and ') or none) }}
    {%- endif -%}
{%- endmacro %}

{#- The condition for the rows of what this run makes anew. -#}
{% macro is_in_scope(column) -%}
    {{ column }} in (select scope_id from {{ ref('int_sessions_in_scope') }})
{%- endmacro %}
