{% macro to_boolean(expression, text=none) -%}
    {{ return(adapter.dispatch('to_boolean', 'interaction_quality')(
        expression, text or clean_text(expression)
    )) }}
{%- endmacro %}

{% macro default__to_boolean(expression, text) -%}
    case lower({{ text }})
        {% for word in ['true', 't', 'yes', 'y', '1'] -%}
            when '{{ word }}' then true
        {% endfor %}
        {%- for word in ['false', 'f', 'no', 'n', '0'] -%}
            when '{{ word }}' then false
        {% endfor -%}
    end
{%- endmacro %}

{#- What is a boolean already is not read from its text. -#}
{% macro duckdb__to_boolean(expression, text) -%}
    case
        when typeof({{ expression }}) = 'BOOLEAN'
            then try_cast({{ expression }} as boolean)
        else {{ interaction_quality.default__to_boolean(expression, text) }}
    end
{%- endmacro %}
