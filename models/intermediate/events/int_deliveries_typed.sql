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

-- Every text without the blanks around it, once: what is read of it is read from there.
cleaned as (
    select
        *,
        {% for column in numbers + whole_numbers + booleans -%}
            {{ clean_text(column) }} as {{ column }}_text,
        {% endfor %}
        {{ clean_text('occurred_at') }} as occurred_at_text,
        {{ clean_text('received_at') }} as received_at_text,
        {{ clean_text('properties') }} as properties_text
    from {{ ref('int_deliveries_unioned') }}
),

-- What is asked of a value several times, once as well.
parsed as (
    select
        *,
        {% for column in whole_numbers -%}
            {{ to_number(column, column ~ '_text') }} as {{ column }}_number,
        {% endfor %}
        {{ to_utc_timestamp('occurred_at', 'occurred_at_text') }} as occurred_at_read,
        {{ to_utc_timestamp('received_at', 'received_at_text') }} as received_at_read
    from cleaned
),

typed as (
    select
        ---------- ids
        nullif(cast(event_id as {{ type_text() }}), '') as event_id,
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
        cast(text as {{ type_text() }}) as text_content,
        {{ text_hash('properties_text') }} as properties_fingerprint,
        occurred_at_text,
        received_at_text,
        ---------- numerics
        {% for column in numbers -%}
            {{ to_number(column, column ~ '_text') }} as {{ column }},
        {% endfor %}
        {%- for column in whole_numbers -%}
            {{ to_whole_number(column ~ '_number') }} as {{ column }},
        {% endfor %}
        ---------- booleans
        {% for column in booleans -%}
            {{ to_boolean(column, column ~ '_text') }} as {{ column }},
        {% endfor %}
        {%- for column in numbers + whole_numbers + booleans -%}
            {{ is_given(column, column ~ '_text') }} as is_{{ column }}_given,
        {% endfor %}
        {{ to_boolean(json_text('properties_text', 'is_correction')) }}
            as is_correction,
        properties_text is not null
        and not {{ is_json_object('properties_text') }} as has_malformed_json,
        ---------- timestamps
        {{ of_our_time('occurred_at_read') }} as occurred_at,
        {{ of_our_time('received_at_read') }} as received_at
    from parsed
),

renamed as (
    select
        ---------- ids
        event_id,
        user_id,
        anonymous_id,
        ---------- strings
        source_name,
        source_event_name,
        {% for column in texts + lower_texts -%}
            {{ column }},
        {% endfor %}
        text_fingerprint,
        text_content,
        properties_fingerprint,
        -- Only of what is no time: a time that was read needs no text.
        {% for column in ['occurred_at', 'received_at'] -%}
            case when {{ column }} is null then {{ column }}_text end
                as {{ column }}_text,
        {% endfor %}
        ---------- numerics
        {% for column in numbers + whole_numbers if column != 'text_length' -%}
            {{ column }},
        {% endfor %}
        coalesce(text_length, length(text_content)) as text_length,
        ---------- booleans
        {% for column in booleans -%}
            {{ column }},
        {% endfor %}
        is_correction,
        has_malformed_json,
        -- Something is there that cannot be read as what it should be.
        (
            {% for column in numbers + whole_numbers + booleans -%}
                (is_{{ column }}_given and {{ column }} is null)
                {{- ' or' if not loop.last }}
            {% endfor %}
        ) as has_unreadable_value,
        ---------- timestamps
        occurred_at,
        received_at
    from typed
)

select * from renamed
