{#- The columns of docs/event-contract.md, in its order: what a raw row can hold, and what
    every source is mapped to. -#}
{% macro contract_columns() -%}
    {{ return([
        'source_name', 'event_id', 'event_name', 'occurred_at', 'received_at',
        'sequence_number', 'user_id', 'anonymous_id', 'conversation_id', 'session_id',
        'turn_id', 'message_id', 'role', 'model_name', 'model_version',
        'prompt_version', 'app_version', 'channel', 'locale', 'intent_name',
        'intent_confidence', 'is_intent_handled', 'latency_ms',
        'time_to_first_token_ms', 'input_tokens', 'output_tokens', 'cost_usd',
        'is_error', 'error_type', 'feedback_kind', 'feedback_value',
        'feedback_scale_min', 'feedback_scale_max', 'feedback_target',
        'feedback_source', 'goal_name', 'experiment_key', 'variant_key', 'text',
        'text_length', 'text_fingerprint', 'properties'
    ]) }}
{%- endmacro %}
