{#- When a row came: the first of these columns that has a time. What says when it was
    loaded goes before what says when it was changed, and that before when it happened. -#}
{% macro receipt_of(columns) -%}
    coalesce(
        {% for column in columns -%}
            {{ to_utc_timestamp(column) }}{{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
