{% macro to_utc_timestamp(expression, text=none) -%}
    {{ return(adapter.dispatch('to_utc_timestamp', 'interaction_quality')(
        expression, text or clean_text(expression)
    )) }}
{%- endmacro %}

{#- Put together of its parts: engines that can cast a text read different ones, and one
    that cannot read it fails. -#}
{% macro default__to_utc_timestamp(expression, text) -%}
    case when {{ is_time_text(text) }} then {{ moment_of(text) }} end
{%- endmacro %}

{#- By way of timestamptz: the plain cast would drop an offset. Needs TimeZone = UTC. What
    is a timestamp already is not read from its text: DuckDB knows a typeof before it reads
    a row. -#}
{% macro duckdb__to_utc_timestamp(expression, text) -%}
    case
        when typeof({{ expression }}) = 'TIMESTAMP'
            then try_cast({{ expression }} as timestamp)
        else cast(
            try_cast(
                case
                    when {{ matches(text, time_pattern()) }} then {{ duckdb_time_text(text) }}
                end as timestamptz
            ) as timestamp
        )
    end
{%- endmacro %}

{#- So does Spark. Its session is in UTC. -#}
{% macro spark__to_utc_timestamp(expression, text) -%}
    case
        when typeof({{ expression }}) in ('timestamp', 'timestamp_ntz')
            then cast({{ expression }} as timestamp)
        else {{ interaction_quality.default__to_utc_timestamp(expression, text) }}
    end
{%- endmacro %}

{#- A point before the fraction, and an offset directly after the time. -#}
{% macro duckdb_time_text(text) -%}
    replace(replace(replace(replace(replace(
        upper({{ text }}), ',', '.'), 'UTC', 'Z'), ' Z', 'Z'), ' +', '+'), ' -', '-')
{%- endmacro %}

{#- 9999-12-31 is no time to us, and nor is infinity: as a receipt it would become the
    as-of time. -#}
{% macro of_our_time(timestamp) -%}
    case
        when
            {{ timestamp }} >= {{ never() }}
            and {{ timestamp }} < cast('2200-01-01' as {{ type_utc_timestamp() }})
            then {{ timestamp }}
    end
{%- endmacro %}
