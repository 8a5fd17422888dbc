{% macro to_utc_timestamp(expression) -%}
    {{ return(adapter.dispatch('to_utc_timestamp', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__to_utc_timestamp(expression) -%}
    {{ exceptions.raise_compiler_error(
        "to_utc_timestamp is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- By way of timestamptz: the plain cast would drop an offset. Needs TimeZone = UTC.
    'infinity' is a timestamp to DuckDB and no time to us; nor is 9999-12-31, which as a
    receipt would become the as-of time. What is a timestamp already is only compared,
    so that a file is read no further than its statistics say: DuckDB knows a typeof
    before it reads a row. -#}
{% macro duckdb__to_utc_timestamp(expression) -%}
    case
        when typeof({{ expression }}) = 'TIMESTAMP'
            then case
                when isfinite(try_cast({{ expression }} as timestamp))
                    and try_cast({{ expression }} as timestamp)
                    < cast('2200-01-01' as timestamp)
                    then try_cast({{ expression }} as timestamp)
            end
        when try_cast({{ clean_text(expression) }} as timestamptz)
            < cast('2200-01-01' as timestamptz)
            and isfinite(try_cast({{ clean_text(expression) }} as timestamptz))
            then cast(try_cast({{ clean_text(expression) }} as timestamptz) as timestamp)
    end
{%- endmacro %}
