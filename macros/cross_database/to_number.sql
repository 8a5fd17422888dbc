{% macro to_number(expression) -%}
    {{ return(adapter.dispatch('to_number', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__to_number(expression) -%}
    {{ exceptions.raise_compiler_error(
        "to_number is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- 'nan' and 'inf' are doubles to DuckDB and no numbers to us. -#}
{% macro duckdb__to_number(expression) -%}
    case
        when isfinite(try_cast({{ expression }} as double))
            then try_cast({{ expression }} as double)
    end
{%- endmacro %}
