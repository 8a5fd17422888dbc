{#- Whether the condition holds for any row of the group. No engine but DuckDB has a
    maximum of booleans. -#}
{% macro any_of(condition) -%}
    max(case when {{ condition }} then 1 else 0 end) = 1
{%- endmacro %}
