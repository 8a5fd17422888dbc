{% macro is_correction_text(expression) -%}
    {{ return(adapter.dispatch('is_correction_text', 'interaction_quality')(expression)) }}
{%- endmacro %}

{#- English phrases. A product in another language overrides this one macro, or sends
    properties.is_correction, which goes before it. -#}
{% macro default__is_correction_text(expression) -%}
    (
        {% for phrase in [
            "that's wrong",
            "that is wrong",
            "that's not what i",
            "that is not what i",
            "not what i asked",
            "not what i meant",
            "you misunderstood",
            "i meant",
            "wrong answer",
            "that's incorrect",
            "that is incorrect",
            "that's not right",
            "that is not right"
        ] -%}
            lower({{ expression }}) like {{ text_literal('%' ~ phrase ~ '%') }}
            {{ 'or' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
