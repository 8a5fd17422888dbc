{#- What is known of an event while its session and turn are looked for. -#}
{% macro placement_columns() -%}
    {{ return([
        'source_name', 'event_id', 'actor_id', 'user_id', 'conversation_key',
        'message_id', 'source_turn_id', 'event_name', 'feedback_target',
        'sequence_number', 'order_rank', 'is_positional', 'is_clocked', 'is_repeated',
        'occurred_at'
    ]) }}
{%- endmacro %}
