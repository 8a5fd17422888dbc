{% macro letters_and_digits(expression) -%}
    {{ return(adapter.dispatch('letters_and_digits', 'interaction_quality')(expression)) }}
{%- endmacro %}

{#- The fourth argument means "everywhere" on DuckDB, Postgres and Redshift. -#}
{% macro default__letters_and_digits(expression) -%}
    regexp_replace(lower({{ expression }}), '[^a-z0-9]', '', 'g')
{%- endmacro %}
