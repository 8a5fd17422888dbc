{% macro is_json_object(expression) -%}
    {{ return(adapter.dispatch('is_json_object', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__is_json_object(expression) -%}
    {{ exceptions.raise_compiler_error(
        "is_json_object is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- DuckDB lets pass what JSON does not have: a comma before the end, NaN and infinity. They
    are looked for where no text is. -#}
{% macro duckdb__is_json_object(expression) -%}
    case
        when json_valid({{ expression }})
            then
                json_type({{ expression }}) = 'OBJECT'
                and not regexp_matches(
                    regexp_replace({{ expression }}, '"([^"\\]|\\.)*"', '""', 'g'),
                    '(?i)nan|inf|,[ \t\r\n]*[}\]]'
                )
        else false
    end
{%- endmacro %}

{% macro postgres__is_json_object(expression) -%}
    {{ expression }} is json object
{%- endmacro %}

{#- Spark reads the first value and looks no further: what stands after it is seen where
    it is put into an array, and into an object. It takes a single quotation mark for a
    double one, so where no text is there may be none. -#}
{% macro spark__is_json_object(expression) -%}
    {%- set without_escapes -%}
        replace(
            replace({{ expression }}, {{ text_literal('\\\\') }}, ''),
            {{ text_literal('\\"') }},
            ''
        )
    {%- endset -%}
    coalesce(
        substr({{ expression }}, 1, 1) = '{'
        and json_array_length('[' || {{ expression }} || ']') = 1
        and get_json_object('{"value":' || {{ expression }} || ',"end":1}', '$.end') = '1'
        and instr(
            regexp_replace({{ without_escapes }}, '"[^"]*"', '0'), {{ text_literal("'") }}
        ) = 0,
        false
    )
{%- endmacro %}

{% macro bigquery__is_json_object(expression) -%}
    coalesce(json_type(safe.parse_json({{ expression }}, wide_number_mode => 'round')) = 'object', false)
{%- endmacro %}

{#- An object or nothing: a list has a function of its own. -#}
{% macro redshift__is_json_object(expression) -%}
    coalesce(is_valid_json({{ expression }}), false)
{%- endmacro %}

{#- Lenient as well: in what is no text there is no comma before an end and no such word. -#}
{% macro snowflake__is_json_object(expression) -%}
    {%- set without_escapes -%}
        replace(
            replace({{ expression }}, {{ text_literal('\\\\') }}, ''),
            {{ text_literal('\\"') }},
            ''
        )
    {%- endset -%}
    coalesce(
        substr({{ expression }}, 1, 1) = '{'
        and try_parse_json({{ expression }}) is not null
        and not regexp_like(
            lower(regexp_replace({{ without_escapes }}, '"[^"]*"', '0')),
            '(.|[ \t\r\n])*(nan|inf|undefined|,[ \t\r\n]*[]}])(.|[ \t\r\n])*'
        ),
        false
    )
{%- endmacro %}

{% macro trino__is_json_object(expression) -%}
    coalesce(substr(json_format(try(json_parse({{ expression }}))), 1, 1) = '{', false)
{%- endmacro %}
