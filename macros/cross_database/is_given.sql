{% macro is_given(expression) -%}
    {{ return(adapter.dispatch('is_given', 'interaction_quality')(expression)) }}
{%- endmacro %}

{% macro default__is_given(expression) -%}
    {{ clean_text(expression) }} is not null
{%- endmacro %}

{#- A number is not written out as text only to see that it is there. -#}
{% macro duckdb__is_given(expression) -%}
    case
        when typeof({{ expression }}) = 'VARCHAR'
            then {{ clean_text(expression) }} is not null
        else {{ expression }} is not null
    end
{%- endmacro %}
