{#- Events without a clock sort before all others, by their sequence number alone. -#}
{% macro event_order(relation=none, is_descending=false) -%}
    {%- set prefix = relation ~ '.' if relation else '' -%}
    {%- set direction = ' desc' if is_descending else '' -%}
    case
        when {{ prefix }}is_clocked then {{ prefix }}occurred_at
        else cast('0001-01-01' as {{ type_utc_timestamp() }})
    end{{ direction }},
    coalesce({{ prefix }}sequence_number, -9007199254740992){{ direction }},
    {{ prefix }}order_rank{{ direction }},
    {{ in_byte_order(prefix ~ 'event_id') }}{{ direction }}
{%- endmacro %}
