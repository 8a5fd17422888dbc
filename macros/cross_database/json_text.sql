{% macro json_text(expression, key) -%}
    {{ return(adapter.dispatch('json_text', 'interaction_quality')(expression, key)) }}
{%- endmacro %}

{% macro default__json_text(expression, key) -%}
    {{ exceptions.raise_compiler_error(
        "json_text is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__json_text(expression, key) -%}
    case
        when json_valid({{ expression }})
            then json_extract_string({{ expression }}, '$."{{ key }}"')
    end
{%- endmacro %}
