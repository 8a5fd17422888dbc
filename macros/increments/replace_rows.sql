{#- The first half of delete and insert, as a hook before the second: what is no more must
    go too, and of that no new row tells. Nothing where the table is made anew. -#}
{% macro replace_rows(condition, part='facts') -%}
    {%- if is_incremental() -%}
        delete from {{ this }} {{ 'where ' ~ condition if is_increment(part) }}
    {%- endif -%}
{%- endmacro %}

{#- The condition for the rows of what this run makes anew. -#}
{% macro is_in_scope(column) -%}
    {{ column }} in (select scope_id from {{ ref('int_sessions_in_scope') }})
{%- endmacro %}
