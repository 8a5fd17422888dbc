{#- Of a delivery joined to its feedback kind: scale_min and scale_max are the declared
    scale, else the kind's. A comparison with null is unknown, which means: not out. -#}
{% macro is_out_of_scale() -%}
    (
        {% for column in [
            'latency_ms', 'time_to_first_token_ms', 'input_tokens', 'output_tokens',
            'cost_usd', 'text_length'
        ] -%}
            coalesce({{ column }} < 0, false) or
        {% endfor %}
        coalesce(intent_confidence < 0 or intent_confidence > 1, false)
        or coalesce(scale_min >= scale_max, false)
        or coalesce(feedback_value < scale_min or feedback_value > scale_max, false)
        or coalesce(
            is_scale_fixed
            and (scale_min <> kind_scale_min or scale_max <> kind_scale_max),
            false
        )
        or coalesce(is_whole_number and feedback_value <> floor(feedback_value), false)
    )
{%- endmacro %}
