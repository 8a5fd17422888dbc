{#- What stands at a place of a JSON document, as a text: a text without its quotation
    marks, of all else the JSON. The path is a list of keys, and of places in arrays from
    0. Null where nothing stands, and where null does. -#}
{% macro json_part(document, path) -%}
    {{ return(adapter.dispatch('json_part', 'interaction_quality')(
        document, [path] if path is string else path
    )) }}
{%- endmacro %}

{% macro default__json_part(document, path) -%}
    {{ exceptions.raise_compiler_error(
        "json_part is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- A path as most write it; what stands on either side of a key differs. -#}
{% macro json_path(path, before, after) -%}
    {%- set steps = ['$'] -%}
    {%- for step in path -%}
        {%- do steps.append(
            '[' ~ step ~ ']' if step is number else before ~ step ~ after
        ) -%}
    {%- endfor -%}
    {{ return(steps | join) }}
{%- endmacro %}

{% macro duckdb__json_part(document, path) -%}
    json_extract_string({{ document }}, {{ text_literal(json_path(path, '."', '"')) }})
{%- endmacro %}

{% macro postgres__json_part(document, path) -%}
    json_extract_path_text(
        cast({{ document }} as json)
        {%- for step in path %}, {{ text_literal(step | string) }}{% endfor -%}
    )
{%- endmacro %}

{% macro spark__json_part(document, path) -%}
    get_json_object({{ document }}, {{ text_literal(json_path(path, "['", "']")) }})
{%- endmacro %}

{% macro bigquery__json_part(document, path) -%}
    {%- set place = text_literal(json_path(path, '."', '"')) -%}
    coalesce(json_value({{ document }}, {{ place }}), json_query({{ document }}, {{ place }}))
{%- endmacro %}

{#- Nothing for what is no JSON, by the last argument. -#}
{% macro redshift__json_part(document, path) -%}
    nullif(
        json_extract_path_text(
            {{ document }}
            {%- for step in path %}, {{ text_literal(step | string) }}{% endfor -%}
            , true
        ),
        ''
    )
{%- endmacro %}

{% macro snowflake__json_part(document, path) -%}
    cast(
        get_path(
            try_parse_json({{ document }}),
            {{ text_literal(json_path(path, '["', '"]')[1:]) }}
        ) as {{ type_text() }}
    )
{%- endmacro %}

{% macro trino__json_part(document, path) -%}
    {%- set place = text_literal(json_path(path, '["', '"]')) -%}
    coalesce(
        json_extract_scalar({{ document }}, {{ place }}),
        nullif(json_format(json_extract({{ document }}, {{ place }})), 'null')
    )
{%- endmacro %}
