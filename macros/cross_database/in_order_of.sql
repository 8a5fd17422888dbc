{#- The last clause of a table that later runs read by days: an engine that keeps rows as
    they come skips the others then. Nothing where a table has no order of its own. -#}
{% macro in_order_of(column) -%}
    {{ return(adapter.dispatch('in_order_of', 'interaction_quality')(column)) }}
{%- endmacro %}

{% macro default__in_order_of(column) -%} {%- endmacro %}

{% macro duckdb__in_order_of(column) -%}
    order by {{ column }}
{%- endmacro %}
