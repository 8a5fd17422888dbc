{#- A text that is JSON, for json_part and each_json_element; null where it is none. Asked
    once of what a source sends: what they take out of it is JSON again. -#}
{% macro json_document(expression) -%}
    {{ return(adapter.dispatch('json_document', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__json_document(expression) -%}
    {{ exceptions.raise_compiler_error(
        "json_document is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- What was read from JSON already may be a struct or a list. -#}
{% macro duckdb__json_document(expression) -%}
    case
        when typeof({{ expression }}) not in ('VARCHAR', 'JSON')
            then cast(to_json({{ expression }}) as varchar)
        when json_valid(cast({{ expression }} as varchar))
            then cast({{ expression }} as varchar)
    end
{%- endmacro %}

{#- Without the escapes that Postgres has no text for: see json_text. -#}
{% macro postgres__json_document(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    case
        when not {{ text }} is json then null
        when {{ text }} ~* e'\\\\u(0000|d[89a-f])'
            then regexp_replace(
                replace({{ text }}, e'\\\\', ''), e'\\\\u[0-9A-Fa-f]{4}', '?', 'g'
            )
        else {{ text }}
    end
{%- endmacro %}

{#- An array of it has one element, and its end is where it should be. -#}
{% macro spark__json_document(expression) -%}
    case
        when json_array_length('[' || cast({{ expression }} as string) || ']') = 1
            and get_json_object(
                '{"value":' || cast({{ expression }} as string) || ',"end":1}', '$.end'
            ) = '1'
            then cast({{ expression }} as string)
    end
{%- endmacro %}

{#- What is JSON by its type has no cast to a text. The JSON of a text is that text in
    quotation marks, which json_value takes away; of null it is `null`. -#}
{% macro bigquery__json_document(expression) -%}
    {%- set json = 'to_json_string(' ~ expression ~ ')' -%}
    nullif(
        to_json_string(
            safe.parse_json(
                coalesce(json_value({{ json }}, '$'), {{ json }}),
                wide_number_mode => 'round'
            )
        ),
        'null'
    )
{%- endmacro %}

{% macro redshift__json_document(expression) -%}
    case
        when is_valid_json(cast({{ expression }} as {{ type_text() }}))
            or is_valid_json_array(cast({{ expression }} as {{ type_text() }}))
            then cast({{ expression }} as {{ type_text() }})
    end
{%- endmacro %}

{#- Of what is an object already the cast is its text. -#}
{% macro snowflake__json_document(expression) -%}
    case
        when try_parse_json(cast({{ expression }} as {{ type_text() }})) is not null
            then cast({{ expression }} as {{ type_text() }})
    end
{%- endmacro %}

{% macro trino__json_document(expression) -%}
    json_format(try(json_parse(cast({{ expression }} as {{ type_text() }}))))
{%- endmacro %}
