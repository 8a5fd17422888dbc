{#- Events without a clock sort before all others, by their sequence number alone. -#}
{% macro event_order(relation=none) -%}
    {%- set prefix = relation ~ '.' if relation else '' -%}
    case
        when {{ prefix }}is_clocked then {{ prefix }}occurred_at
        else cast('0001-01-01' as {{ dbt.type_timestamp() }})
    end,
    coalesce({{ prefix }}sequence_number, -9007199254740992),
    {{ prefix }}order_rank,
    {{ prefix }}event_id
{%- endmacro %}
