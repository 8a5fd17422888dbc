{% macro is_given(expression, text=none) -%}
    {{ return(adapter.dispatch('is_given', 'interaction_quality')(
        expression, text or clean_text(expression)
    )) }}
{%- endmacro %}

{% macro default__is_given(expression, text) -%}
    {{ text }} is not null
{%- endmacro %}

{#- A number is not written out as text only to see that it is there. -#}
{% macro duckdb__is_given(expression, text) -%}
    case
        when typeof({{ expression }}) = 'VARCHAR' then {{ text }} is not null
        else {{ expression }} is not null
    end
{%- endmacro %}
