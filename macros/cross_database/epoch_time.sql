{#- The UTC timestamp of a number of seconds, milliseconds, microseconds or nanoseconds
    since 1970, given as a number or a text. Cut after the microsecond; null for what is
    no number, and for what is before 1970 or after 2199. -#}
{% macro epoch_time(expression, unit='second') -%}
    {%- set text = clean_text(expression) -%}
    {%- if unit == 'nanosecond' -%}
        {#- Without its last three digits, so that a double holds it exactly. A length is
            never negative, for engines that work out constants before they look. -#}
        {%- set digits -%}
            case
                when length({{ text }}) > 3
                    then substr({{ text }}, 1, abs(length({{ text }}) - 3))
            end
        {%- endset -%}
        {%- set microseconds = to_number(digits, digits) -%}
    {%- else -%}
        {%- set factor = {
            'second': 1000000, 'millisecond': 1000, 'microsecond': 1
        }[unit] -%}
        {%- set microseconds = to_number(text, text) ~ ' * ' ~ as_double(factor) -%}
    {%- endif -%}
    case
        when {{ microseconds }} >= 0 and {{ microseconds }} < {{ as_double("'7258118400000000'") }}
            then {{ adapter.dispatch('time_of_microseconds', 'interaction_quality')(
                'cast(round(' ~ microseconds ~ ') as ' ~ dbt.type_bigint() ~ ')'
            ) }}
    end
{%- endmacro %}

{% macro default__time_of_microseconds(microseconds) -%}
    {{ exceptions.raise_compiler_error(
        "epoch_time is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__time_of_microseconds(microseconds) -%}
    make_timestamp({{ microseconds }})
{%- endmacro %}

{% macro postgres__time_of_microseconds(microseconds) -%}
    (timestamp '1970-01-01' + {{ microseconds }} * interval '1 microsecond')
{%- endmacro %}

{% macro redshift__time_of_microseconds(microseconds) -%}
    dateadd(
        microsecond,
        mod({{ microseconds }}, 1000000),
        dateadd(second, {{ microseconds }} / 1000000, cast('1970-01-01' as timestamp))
    )
{%- endmacro %}

{% macro spark__time_of_microseconds(microseconds) -%}
    timestamp_micros({{ microseconds }})
{%- endmacro %}

{% macro bigquery__time_of_microseconds(microseconds) -%}
    timestamp_micros({{ microseconds }})
{%- endmacro %}

{% macro snowflake__time_of_microseconds(microseconds) -%}
    to_timestamp_ntz({{ microseconds }}, 6)
{%- endmacro %}

{% macro trino__time_of_microseconds(microseconds) -%}
    cast(
        at_timezone(from_unixtime_nanos({{ microseconds }} * 1000), 'UTC')
        as {{ type_utc_timestamp() }}
    )
{%- endmacro %}
