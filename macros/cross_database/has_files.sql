{#- Whether a path or glob matches a file. -#}
{% macro has_files(path) -%}
    {{ return(adapter.dispatch('has_files', 'interaction_quality')(path)) }}
{%- endmacro %}

{#- What reads no files in place has none. -#}
{% macro default__has_files(path) -%}
    {{ return(false) }}
{%- endmacro %}

{% macro duckdb__has_files(path) -%}
    {%- set files = run_query('select count(*) from glob(' ~ text_literal(path) ~ ')') -%}
    {{ return(files.columns[0].values()[0] > 0) }}
{%- endmacro %}
