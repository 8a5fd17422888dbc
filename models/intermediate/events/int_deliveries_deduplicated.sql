with

deliveries as (
    select * from {{ ref('int_deliveries_judged') }}
),

-- Few ids come twice: only their rows pay for the windows below.
repeated_ids as (
    select
        source_name,
        event_id
    from deliveries
    where quarantine_reason is null
    group by source_name, event_id
    having count(*) > 1
),

unrepeated as (
    select
        deliveries.*,
        case
            when deliveries.quarantine_reason is null then 'accepted'
            else 'quarantined'
        end as delivery_status,
        false as is_conflicting
    from deliveries
    left join repeated_ids
        on
            deliveries.source_name = repeated_ids.source_name
            and deliveries.event_id = repeated_ids.event_id
    where
        repeated_ids.event_id is null
        or deliveries.quarantine_reason is not null
),

ranked as (
    select
        deliveries.*,
        row_number() over (
            partition by deliveries.source_name, deliveries.event_id
            order by
                deliveries.received_at,
                coalesce(deliveries.occurred_at, deliveries.received_at),
                deliveries.content_hash
        ) as delivery_number,
        first_value(deliveries.content_hash) over (
            partition by deliveries.source_name, deliveries.event_id
            order by
                deliveries.received_at,
                coalesce(deliveries.occurred_at, deliveries.received_at),
                deliveries.content_hash
            rows between unbounded preceding and current row
        ) as accepted_content_hash
    from deliveries
    inner join repeated_ids
        on
            deliveries.source_name = repeated_ids.source_name
            and deliveries.event_id = repeated_ids.event_id
    where deliveries.quarantine_reason is null
),

repeated as (
    select
        *,
        case
            when delivery_number = 1 then 'accepted'
            else 'duplicate'
        end as delivery_status,
        content_hash <> accepted_content_hash as is_conflicting
    from ranked
),

{% set columns = [
    'source_name', 'event_id', 'source_event_name', 'event_name', 'user_id',
    'anonymous_id', 'conversation_id', 'session_id', 'turn_id', 'message_id',
    'role', 'default_role', 'model_name', 'model_version', 'prompt_version',
    'app_version', 'channel', 'locale', 'intent_name', 'error_type', 'feedback_kind',
    'feedback_target', 'default_target', 'feedback_source', 'goal_name',
    'experiment_key', 'variant_key', 'text_fingerprint', 'occurred_at_text',
    'received_at_text', 'properties', 'delivery_status', 'quarantine_reason',
    'sequence_number', 'order_rank', 'intent_confidence', 'latency_ms',
    'time_to_first_token_ms', 'input_tokens', 'output_tokens', 'cost_usd',
    'feedback_value', 'scale_min', 'scale_max', 'text_length', 'is_activity',
    'is_user_action', 'is_positional', 'is_intent_handled', 'is_error',
    'is_correction', 'is_clocked', 'is_conflicting', 'occurred_at', 'received_at'
] %}

deliveries_with_status as (
    select {{ columns | join(', ') }} from unrepeated
    union all
    select {{ columns | join(', ') }} from repeated
)

select * from deliveries_with_status
