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
        when {{ is_json_object(expression) }}
            then json_extract_string({{ expression }}, '$."{{ key }}"')
    end
{%- endmacro %}

{#- Postgres has no text for the character 0 and for half a pair of surrogates, and fails
    at either wherever it is: where there is one, no escape of a character is read. -#}
{% macro postgres__json_text(expression, key) -%}
    {%- set without_escapes -%}
        regexp_replace(
            replace({{ expression }}, e'\\\\', ''), e'\\\\u[0-9A-Fa-f]{4}', '?', 'g'
        )
    {%- endset -%}
    {#- The choice stands within the cast: of a constant a cast is made beforehand. -#}
    json_extract_path_text(
        cast(
            case
                when not {{ expression }} is json object then null
                when {{ expression }} ~* e'\\\\u(0000|d[89a-f])'
                    then {{ without_escapes }}
                else {{ expression }}
            end as json
        ),
        '{{ key }}'
    )
{%- endmacro %}

{% macro spark__json_text(expression, key) -%}
    case
        when {{ is_json_object(expression) }}
            then get_json_object({{ expression }}, '$.{{ key }}')
    end
{%- endmacro %}

{% macro bigquery__json_text(expression, key) -%}
    json_value(safe.parse_json({{ expression }}, wide_number_mode => 'round'), '$.{{ key }}')
{%- endmacro %}

{#- With null where the text is no JSON, by the last argument. -#}
{% macro redshift__json_text(expression, key) -%}
    json_extract_path_text({{ expression }}, '{{ key }}', true)
{%- endmacro %}

{% macro snowflake__json_text(expression, key) -%}
    cast(get_path(try_parse_json({{ expression }}), '{{ key }}') as {{ type_text() }})
{%- endmacro %}

{% macro trino__json_text(expression, key) -%}
    json_extract_scalar(try(json_parse({{ expression }})), '$.{{ key }}')
{%- endmacro %}
