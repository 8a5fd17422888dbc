{#- Whether an event came so long after it happened that its day had been shown. -#}
{% macro is_late(occurred_at, received_at) -%}
    {{ occurred_at }} < {{ add_time(
        'hour', -1 * var('late_after_hours'), received_at
    ) }}
{%- endmacro %}
