with

deliveries as (
    select * from {{ ref('int_deliveries_judged') }}
    {{ only_changed_hours() }}
),

canonical as (
    select
        ---------- ids
        source_name,
        event_id,
        user_id,
        anonymous_id,
        coalesce(user_id, anonymous_id) as actor_id,
        conversation_id,
        coalesce(conversation_id, '') as conversation_key,
        session_id as source_session_id,
        turn_id as source_turn_id,
        message_id,
        ---------- strings
        source_event_name,
        event_name,
        coalesce(role, default_role) as role,
        model_name,
        model_version,
        prompt_version,
        app_version,
        channel,
        locale,
        intent_name,
        error_type,
        feedback_kind,
        case
            when feedback_kind is not null
                then coalesce(feedback_target, default_target)
        end as feedback_target,
        case
            when feedback_kind is not null or event_name = 'evaluation_recorded'
                then coalesce(feedback_source, 'user')
        end as feedback_source,
        goal_name,
        experiment_key,
        variant_key,
        -- Repetitions are looked for in messages: of what else is said, its words do.
        case
            when text_fingerprint is not null then text_fingerprint
            when event_name = 'message_sent'
                then {{ text_fingerprint('text_content') }}
            else {{ text_hash(clean_text('text_content')) }}
        end as text_fingerprint,
        properties_fingerprint,
        quarantine_reason,
        {{ rejected_value() | indent(8) }} as rejected_value,
        ---------- numerics
        sequence_number,
        order_rank,
        intent_confidence,
        latency_ms,
        time_to_first_token_ms,
        input_tokens,
        output_tokens,
        cost_usd,
        feedback_value,
        scale_min as feedback_scale_min,
        scale_max as feedback_scale_max,
        text_length,
        ---------- booleans
        is_activity,
        is_user_action,
        is_positional,
        is_intent_handled,
        coalesce(is_error, false) as is_error,
        case
            when event_name = 'message_sent'
                then coalesce(
                    is_correction, {{ is_correction_text('text_content') }}, false
                )
            else false
        end as is_correction,
        is_clocked,
        ---------- timestamps
        case
            when quarantine_reason is null then coalesce(occurred_at, received_at)
            else occurred_at
        end as occurred_at,
        received_at,
        load_hour
    from deliveries
)

{% if has_erased_users() -%}
    select {{ columns_without_erased(delivery_columns()) | join(', ') }} from canonical
{%- else -%}
    select {{ delivery_columns() | join(', ') }} from canonical
{%- endif %}
