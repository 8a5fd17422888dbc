{#- By the delivery alone, never by the time of a run: the same in any order. -#}
{% macro is_past_horizon(occurred_at, received_at) -%}
    {%- if var('lateness_horizon_days') -%}
        {{ occurred_at }} < {{ add_time(
            'day', -1 * var('lateness_horizon_days'), received_at
        ) }}
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
