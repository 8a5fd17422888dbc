{% macro timestamp_text(expression) -%}
    {{ return(adapter.dispatch('timestamp_text', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__timestamp_text(expression) -%}
    {{ exceptions.raise_compiler_error(
        "timestamp_text is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__timestamp_text(expression) -%}
    strftime({{ expression }}, '%Y-%m-%d %H:%M:%S.%f')
{%- endmacro %}

{% macro postgres__timestamp_text(expression) -%}
    to_char({{ expression }}, 'YYYY-MM-DD HH24:MI:SS.US')
{%- endmacro %}

{% macro spark__timestamp_text(expression) -%}
    date_format({{ expression }}, 'yyyy-MM-dd HH:mm:ss.SSSSSS')
{%- endmacro %}

{#- A year has no more digits there than it needs, and a text of fewer is no timestamp. -#}
{% macro bigquery__timestamp_text(expression) -%}
    lpad(format_timestamp('%Y-%m-%d %H:%M:%E6S', {{ expression }}), 26, '0')
{%- endmacro %}

{% macro snowflake__timestamp_text(expression) -%}
    to_varchar({{ expression }}, 'YYYY-MM-DD HH24:MI:SS.FF6')
{%- endmacro %}

{% macro trino__timestamp_text(expression) -%}
    date_format({{ expression }}, '%Y-%m-%d %H:%i:%s.%f')
{%- endmacro %}
