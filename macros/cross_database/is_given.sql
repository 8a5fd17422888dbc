{% macro is_given(expression, text=none) -%}
    {{ return(adapter.dispatch('is_given', 'interaction_quality')(
        expression, text or clean_text(expression)
    )) }}
{%- endmacro %}

{% macro default__is_given(expression, text) -%}
    {{ text }} is not null
{%- endmacro %}

{#- A number is not written out as text only to see that it is there. -#}
{% macro is_given_by_type(expression, text, type) -%}
    case
        when typeof({{ expression }}) = '{{ type }}' then {{ text }} is not null
        else {{ expression }} is not null
    end
{%- endmacro %}

{% macro duckdb__is_given(expression, text) -%}
    {{ interaction_quality.is_given_by_type(expression, text, 'VARCHAR') }}
{%- endmacro %}

{% macro spark__is_given(expression, text) -%}
    {{ interaction_quality.is_given_by_type(expression, text, 'string') }}
{%- endmacro %}
