{#- Of the whole text, not of a part of it. Patterns have no backslash, which the engines
    read differently in a literal. -#}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'interaction_quality')(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    {{ exceptions.raise_compiler_error(
        "matches is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__matches(expression, pattern) -%}
    regexp_full_match({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches(expression, pattern) -%}
    {{ expression }} ~ '^({{ pattern }})$'
{%- endmacro %}

{#- (?d): the end is no place before a line break of some kind. -#}
{% macro spark__matches(expression, pattern) -%}
    {{ expression }} rlike '(?d)^({{ pattern }})$'
{%- endmacro %}

{% macro bigquery__matches(expression, pattern) -%}
    regexp_contains({{ expression }}, '^({{ pattern }})$')
{%- endmacro %}

{#- Of the whole text by itself. -#}
{% macro snowflake__matches(expression, pattern) -%}
    regexp_like({{ expression }}, '{{ pattern }}')
{%- endmacro %}

{% macro trino__matches(expression, pattern) -%}
    regexp_like({{ expression }}, '^({{ pattern }})$')
{%- endmacro %}
