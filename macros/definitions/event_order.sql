{#- Events without a clock sort before all others, by their sequence number alone. -#}
{% macro event_order(alias) -%}
    case
        when {{ alias }}.is_clocked then {{ alias }}.occurred_at
        else cast('0001-01-01' as {{ dbt.type_timestamp() }})
    end,
    coalesce({{ alias }}.sequence_number, -9007199254740992),
    {{ alias }}.order_rank,
    {{ alias }}.event_id
{%- endmacro %}
