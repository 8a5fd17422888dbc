{#- Everywhere it matches: engines that take away the first match alone have to be told. -#}
{% macro without_matches(expression, pattern) -%}
    {{ return(adapter.dispatch('without_matches', 'interaction_quality')(expression, pattern)) }}
{%- endmacro %}

{% macro default__without_matches(expression, pattern) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '')
{%- endmacro %}

{% macro duckdb__without_matches(expression, pattern) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '', 'g')
{%- endmacro %}

{% macro postgres__without_matches(expression, pattern) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '', 'g')
{%- endmacro %}

{#- The parent adapter's fourth argument is a position here. -#}
{% macro redshift__without_matches(expression, pattern) -%}
    {{ interaction_quality.default__without_matches(expression, pattern) }}
{%- endmacro %}
