{#- Beyond 2^53 a double no longer holds every whole number, so those are refused. -#}
{% macro to_whole_number(number) -%}
    case
        when {{ number }} = floor({{ number }}) and abs({{ number }}) < 9007199254740992
            then cast({{ number }} as {{ dbt.type_bigint() }})
    end
{%- endmacro %}
