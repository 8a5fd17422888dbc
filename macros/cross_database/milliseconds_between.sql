{% macro milliseconds_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('milliseconds_between', 'interaction_quality')(start_at, end_at)) }}
{%- endmacro %}

{#- dbt.datediff counts the boundaries crossed, so even its microseconds are right
    only because a microsecond is the finest boundary there is. -#}
{% macro default__milliseconds_between(start_at, end_at) -%}
    {{ dbt.datediff(start_at, end_at, 'microsecond') }} / 1000.0e0
{%- endmacro %}
