{% macro clean_text(expression) -%}
    {{ return(adapter.dispatch('clean_text', 'interaction_quality')(expression)) }}
{%- endmacro %}

{#- A plain trim takes away spaces alone, and `ann` with a line break after it would be
    another user. -#}
{% macro default__clean_text(expression) -%}
    nullif(
        trim(
            both {{ text_literal(blank_characters() | join) }}
            from cast({{ expression }} as {{ type_text() }})
        ),
        ''
    )
{%- endmacro %}

{#- Without the words of the standard. -#}
{% macro bigquery__clean_text(expression) -%}
    nullif(
        trim(
            cast({{ expression }} as {{ type_text() }}),
            {{ text_literal(blank_characters() | join) }}
        ),
        ''
    )
{%- endmacro %}

{% macro snowflake__clean_text(expression) -%}
    {{ interaction_quality.bigquery__clean_text(expression) }}
{%- endmacro %}
