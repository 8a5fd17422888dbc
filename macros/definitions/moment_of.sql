{#- Of a text that is a time: its parts stand at fixed places, but for what comes after the
    minute. -#}
{% macro moment_of(text) -%}
    {%- set seconds -%}
        case when substr({{ text }}, 17, 1) = ':' then substr({{ text }}, 18, 2) else '00' end
    {%- endset -%}
    {%- set fraction -%}
        case
            when substr({{ text }}, 20, 1) in ('.', ',')
                then {{ without_matches('substr(' ~ text ~ ', 21)', '[^0-9].*$') }}
            else ''
        end
    {%- endset -%}
    {%- set offset = without_matches('substr(' ~ text ~ ', 17)', '^[0-9:., ]*') -%}
    {%- set local_moment -%}
        cast(
            substr({{ text }}, 1, 10)
            || ' '
            || case when length({{ text }}) > 10 then substr({{ text }}, 12, 5) else '00:00' end
            || ':' || {{ seconds }}
            || '.' || substr({{ fraction }} || '000000', 1, 6)
            as {{ type_utc_timestamp() }}
        )
    {%- endset -%}
    {%- set minutes -%}
        case
            when substr({{ offset }}, 1, 1) in ('+', '-')
                then
                    case when substr({{ offset }}, 1, 1) = '+' then -1 else 1 end
                    * (
                        60 * cast(substr({{ offset }}, 2, 2) as {{ dbt.type_int() }})
                        + cast(
                            '0' || replace(substr({{ offset }}, 4), ':', '')
                            as {{ dbt.type_int() }}
                        )
                    )
            else 0
        end
    {%- endset -%}
    {{ add_time('minute', minutes, local_moment) }}
{%- endmacro %}

{#- Whether a text is a time that there is: the pattern, and a day that its month has. Parts
    are compared as they are written, since what a cast of other texts does is no rule. -#}
{% macro is_time_text(text) -%}
    {%- set year, month, day = [
        'substr(' ~ text ~ ', 1, 4)', 'substr(' ~ text ~ ', 6, 2)',
        'substr(' ~ text ~ ', 9, 2)'
    ] -%}
    {%- set is_leap_year -%}
        mod(cast({{ year }} as {{ dbt.type_int() }}), 4) = 0
        and (
            mod(cast({{ year }} as {{ dbt.type_int() }}), 100) <> 0
            or mod(cast({{ year }} as {{ dbt.type_int() }}), 400) = 0
        )
    {%- endset -%}
    case
        when {{ matches(text, time_pattern()) }}
            then
                {{ year }} <> '0000'
                and {{ day }} <= case
                    when {{ month }} = '02' and {{ is_leap_year }} then '29'
                    when {{ month }} = '02' then '28'
                    when {{ month }} in ('04', '06', '09', '11') then '30'
                    else '31'
                end
    end
{%- endmacro %}
