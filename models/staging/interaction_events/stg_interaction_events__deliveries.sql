{%- set columns = [
    'source_name', 'event_id', 'event_name', 'occurred_at', 'received_at',
    'sequence_number', 'user_id', 'anonymous_id', 'conversation_id', 'session_id',
    'turn_id', 'message_id', 'role', 'model_name', 'model_version', 'prompt_version',
    'app_version', 'channel', 'locale', 'intent_name', 'intent_confidence',
    'is_intent_handled', 'latency_ms', 'time_to_first_token_ms', 'input_tokens',
    'output_tokens', 'cost_usd', 'is_error', 'error_type', 'feedback_kind',
    'feedback_value', 'feedback_scale_min', 'feedback_scale_max', 'feedback_target',
    'feedback_source', 'goal_name', 'experiment_key', 'variant_key', 'text',
    'text_length', 'text_fingerprint', 'properties'
] -%}
{%- set texts = [
    'conversation_id', 'session_id', 'turn_id', 'message_id', 'model_name',
    'model_version', 'prompt_version', 'app_version', 'channel', 'locale',
    'intent_name', 'error_type', 'goal_name', 'experiment_key', 'variant_key'
] -%}
{%- set lower_texts = [
    'role', 'feedback_kind', 'feedback_target', 'feedback_source'
] -%}
{%- set numbers = [
    'intent_confidence', 'latency_ms', 'time_to_first_token_ms', 'cost_usd',
    'feedback_value', 'feedback_scale_min', 'feedback_scale_max'
] -%}
{%- set whole_numbers = [
    'sequence_number', 'input_tokens', 'output_tokens', 'text_length'
] -%}
{%- set booleans = ['is_intent_handled', 'is_error'] -%}

with

source as (
    {{ conform_columns(raw_interaction_events(), columns) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        nullif(cast(event_id as {{ dbt.type_string() }}), '') as event_id,
        {{ pseudonymised_id('user', clean_text('user_id')) }} as user_id,
        {{ pseudonymised_id('anonymous', clean_text('anonymous_id')) }} as anonymous_id,
        ---------- strings
        coalesce({{ clean_text('source_name') }}, 'unspecified') as source_name,
        lower({{ clean_text('event_name') }}) as source_event_name,
        {% for column in texts -%}
            {{ clean_text(column) }} as {{ column }},
        {% endfor %}
        {%- for column in lower_texts -%}
            lower({{ clean_text(column) }}) as {{ column }},
        {% endfor %}
        {{ clean_text('text_fingerprint') }} as text_fingerprint,
        cast(text as {{ dbt.type_string() }}) as text_content,
        {{ dbt.hash(clean_text('properties')) }} as properties_fingerprint,
        -- Only of what is no time: a time that was read needs no text.
        {% for column in ['occurred_at', 'received_at'] -%}
            case
                when {{ to_utc_timestamp(column) }} is null
                    then {{ clean_text(column) }}
            end as {{ column }}_text,
        {% endfor %}
        ---------- numerics
        {% for column in numbers -%}
            {{ to_number(column) }} as {{ column }},
        {% endfor %}
        {%- for column in whole_numbers if column != 'text_length' -%}
            {{ to_whole_number(column) }} as {{ column }},
        {% endfor %}
        coalesce(
            {{ to_whole_number('text_length') }},
            length(cast(text as {{ dbt.type_string() }}))
        ) as text_length,
        ---------- booleans
        {% for column in booleans -%}
            {{ to_boolean(column) }} as {{ column }},
        {% endfor %}
        {{ to_boolean(json_text(clean_text('properties'), 'is_correction')) }}
            as is_correction,
        {{ clean_text('properties') }} is not null
        and not {{ is_json_object(clean_text('properties')) }} as has_malformed_json,
        {{ any_unreadable(numbers, whole_numbers, booleans) }} as has_unreadable_value,
        ---------- timestamps
        {{ to_utc_timestamp('occurred_at') }} as occurred_at,
        {{ to_utc_timestamp('received_at') }} as received_at
    from source
)

select * from renamed
