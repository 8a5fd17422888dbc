{#- The hour of a receipt: what is read again as a whole when a row of it is new. -#}
{% macro load_hour(expression) -%}
    coalesce(
        cast({{ dbt.date_trunc('hour', expression) }} as {{ type_utc_timestamp() }}),
        {{ never() }}
    )
{%- endmacro %}
