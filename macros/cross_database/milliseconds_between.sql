{% macro milliseconds_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('milliseconds_between', 'interaction_quality')(start_at, end_at)) }}
{%- endmacro %}

{#- dbt.datediff counts the boundaries crossed, so even its microseconds are right
    only because a microsecond is the finest boundary there is. -#}
{% macro default__milliseconds_between(start_at, end_at) -%}
    {{ dbt.datediff(start_at, end_at, 'microsecond') }} / {{ as_double(1000) }}
{%- endmacro %}

{#- dbt.datediff makes a double of the microseconds on the way. -#}
{% macro postgres__milliseconds_between(start_at, end_at) -%}
    {{ as_double('extract(epoch from (' ~ end_at ~ ') - (' ~ start_at ~ ')) * 1000') }}
{%- endmacro %}

{#- dbt.datediff stops at a null, and reads the fraction from a text. -#}
{% macro spark__milliseconds_between(start_at, end_at) -%}
    (unix_micros({{ end_at }}) - unix_micros({{ start_at }})) / {{ as_double(1000) }}
{%- endmacro %}

{#- Redshift has postgres for a parent, whose difference is an interval. -#}
{% macro redshift__milliseconds_between(start_at, end_at) -%}
    {{ interaction_quality.default__milliseconds_between(start_at, end_at) }}
{%- endmacro %}

{#- dbt.datediff goes by datetimes. -#}
{% macro bigquery__milliseconds_between(start_at, end_at) -%}
    timestamp_diff({{ end_at }}, {{ start_at }}, microsecond) / {{ as_double(1000) }}
{%- endmacro %}

{#- date_diff knows no microseconds: whole seconds, and what is left of each. -#}
{% macro trino__milliseconds_between(start_at, end_at) -%}
    (
        date_diff(
            'second', date_trunc('second', {{ start_at }}), date_trunc('second', {{ end_at }})
        ) * 1000
        + (
            cast(date_format({{ end_at }}, '%f') as bigint)
            - cast(date_format({{ start_at }}, '%f') as bigint)
        ) / {{ as_double(1000) }}
    )
{%- endmacro %}
