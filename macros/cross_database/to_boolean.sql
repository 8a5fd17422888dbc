{% macro to_boolean(expression) -%}
    case
        when lower(cast({{ expression }} as {{ dbt.type_string() }}))
            in ('true', 't', 'yes', 'y', '1') then true
        when lower(cast({{ expression }} as {{ dbt.type_string() }}))
            in ('false', 'f', 'no', 'n', '0') then false
    end
{%- endmacro %}
