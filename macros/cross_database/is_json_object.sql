{% macro is_json_object(expression) -%}
    {{ return(adapter.dispatch('is_json_object', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__is_json_object(expression) -%}
    {{ exceptions.raise_compiler_error(
        "is_json_object is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__is_json_object(expression) -%}
    case
        when json_valid({{ expression }})
            then json_type({{ expression }}) = 'OBJECT'
        else false
    end
{%- endmacro %}
