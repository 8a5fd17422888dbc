{#- The engines write a double in ways of their own: here it is put together of whole
    numbers, in steps that are exact or rounded alike everywhere. What is added turns the
    floor into a rounding. -#}
{% macro number_text(expression, decimals=9) -%}
    {%- set scale = '1' ~ '0' * decimals -%}
    {%- set amount -%}
        (abs({{ expression }}) + {{ as_double("'0.5'") }} / {{ as_double(scale) }})
    {%- endset -%}
    {%- set fraction -%}
        floor(({{ amount }} - floor({{ amount }})) * {{ as_double(scale) }})
    {%- endset -%}
    case
        when abs({{ expression }}) >= {{ as_double("'9e18'") }} then 'beyond 9e18'
        when {{ expression }} = floor({{ expression }})
            then cast(
                cast({{ expression }} as {{ dbt.type_bigint() }})
                as {{ type_text() }}
            )
        else
            case when {{ expression }} < 0 then '-' else '' end
            || cast(
                cast(floor({{ amount }}) as {{ dbt.type_bigint() }})
                as {{ type_text() }}
            )
            || '.'
            -- With a digit before it, so that its zeros are written.
            || substr(
                cast(
                    cast({{ fraction }} as {{ dbt.type_bigint() }}) + {{ scale }}
                    as {{ type_text() }}
                ),
                2
            )
    end
{%- endmacro %}
