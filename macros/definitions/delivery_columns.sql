{#- What is kept of a delivery, accepted or not: what it says, canonical, and how it came.
    The first list is its content: two deliveries that differ in it conflict. -#}
{% macro delivery_columns(part='all') -%}
    {%- set content = [
        'event_name', 'user_id', 'anonymous_id', 'conversation_id',
        'source_session_id', 'source_turn_id', 'message_id', 'role', 'model_name',
        'model_version', 'prompt_version', 'app_version', 'channel', 'locale',
        'intent_name', 'error_type', 'feedback_kind', 'feedback_target',
        'feedback_source', 'goal_name', 'experiment_key', 'variant_key',
        'text_fingerprint', 'properties_fingerprint', 'sequence_number',
        'intent_confidence', 'latency_ms', 'time_to_first_token_ms', 'input_tokens',
        'output_tokens', 'cost_usd', 'feedback_value', 'feedback_scale_min',
        'feedback_scale_max', 'text_length', 'is_intent_handled', 'is_error',
        'is_correction', 'is_clocked', 'occurred_at'
    ] -%}
    {%- set others = [
        'source_name', 'event_id', 'actor_id', 'conversation_key',
        'source_event_name', 'order_rank', 'is_activity', 'is_user_action',
        'is_positional', 'received_at', 'load_hour'
    ] -%}
    {%- set rejection = ['quarantine_reason', 'rejected_value'] -%}
    {{ return({
        'content': content,
        'content of numbers': [
            'intent_confidence', 'latency_ms', 'time_to_first_token_ms', 'cost_usd',
            'feedback_value', 'feedback_scale_min', 'feedback_scale_max'
        ],
        'content of whole numbers': [
            'sequence_number', 'input_tokens', 'output_tokens', 'text_length'
        ],
        'event': others + content,
        'all': others + content + rejection
    }[part]) }}
{%- endmacro %}
