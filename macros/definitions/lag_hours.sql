{#- The hours from the event to its receipt, begun ones counted in full: more than 24 are
    25. A clock that runs ahead gives none. -#}
{% macro lag_hours(occurred_at, received_at) -%}
    cast(
        case
            when {{ occurred_at }} > {{ received_at }} then 0
            else ceil(
                {{ milliseconds_between(occurred_at, received_at) }} / 3600000
            )
        end as {{ dbt.type_bigint() }}
    )
{%- endmacro %}
