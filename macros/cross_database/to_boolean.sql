{% macro to_boolean(expression) -%}
    {{ return(adapter.dispatch('to_boolean', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__to_boolean(expression) -%}
    case lower({{ clean_text(expression) }})
        {% for word in ['true', 't', 'yes', 'y', '1'] -%}
            when '{{ word }}' then true
        {% endfor %}
        {%- for word in ['false', 'f', 'no', 'n', '0'] -%}
            when '{{ word }}' then false
        {% endfor -%}
    end
{%- endmacro %}

{#- What is a boolean already is not read from its text. -#}
{% macro duckdb__to_boolean(expression) -%}
    case
        when typeof({{ expression }}) = 'BOOLEAN'
            then try_cast({{ expression }} as boolean)
        else {{ interaction_quality.default__to_boolean(expression) }}
    end
{%- endmacro %}
