{% macro clean_text(expression) -%}
    {{ return(adapter.dispatch('clean_text', 'interaction_quality')(expression)) }}
{%- endmacro %}

{#- A plain trim takes away spaces alone, and `ann` with a line break after it would be
    another user. -#}
{% macro default__clean_text(expression) -%}
    nullif(
        trim(
            both {{ text_literal(blank_characters() | join) }}
            from cast({{ expression }} as {{ dbt.type_string() }})
        ),
        ''
    )
{%- endmacro %}
