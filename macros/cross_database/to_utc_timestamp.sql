{% macro to_utc_timestamp(expression) -%}
    {{ return(adapter.dispatch('to_utc_timestamp', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__to_utc_timestamp(expression) -%}
    {{ exceptions.raise_compiler_error(
        "to_utc_timestamp is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{#- By way of timestamptz: the plain cast would drop an offset. Needs TimeZone = UTC.
    'infinity' is a timestamp to DuckDB and no time to us. -#}
{% macro duckdb__to_utc_timestamp(expression) -%}
    case
        when isfinite(try_cast({{ expression }} as timestamptz))
            then cast(try_cast({{ expression }} as timestamptz) as timestamp)
    end
{%- endmacro %}
