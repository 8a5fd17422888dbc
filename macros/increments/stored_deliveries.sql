{#- The deliveries that the run before left, accepted or set aside, as a relation. -#}
{% macro stored_deliveries(columns) -%}
    (
        {% for name in ['int_events', 'int_deliveries_set_aside'] -%}
            select {{ columns | join(', ') }} from {{ stored(name) }}
            {{ 'union all' if not loop.last }}
        {% endfor -%}
    ) as stored_deliveries
{%- endmacro %}
