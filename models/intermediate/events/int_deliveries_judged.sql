{#- The order of the reasons is that of the seed quarantine_reasons. -#}
select
    *,
    occurred_at is not null or occurred_at_text is not null as is_clocked,
    {{ load_hour('received_at') }} as load_hour,
    case
        {% if has_erased_users() -%}
            when {{ is_erased('coalesce(user_id, anonymous_id)') }} then 'erased_user'
        {% endif -%}
        when event_id is null then 'missing_event_id'
        when {{ is_malformed_id('event_id') }} then 'malformed_event_id'
        when
            (received_at is null and received_at_text is null)
            or (
                occurred_at is null
                and occurred_at_text is null
                and sequence_number is null
            )
            then 'missing_time'
        when
            received_at is null
            or (occurred_at_text is not null and occurred_at is null)
            then 'unparseable_time'
        when event_name is null then 'unknown_event_name'
        when
            occurred_at > {{ add_time(
                'minute', var('clock_tolerance_minutes'), 'received_at'
            ) }}
            then 'occurred_after_receipt'
        when
            occurred_at < cast(
                '{{ var("event_horizon_date") }}' as {{ type_utc_timestamp() }}
            )
            then 'before_horizon'
        when user_id is null and anonymous_id is null then 'no_actor'
        when feedback_kind is not null and not is_known_kind
            then 'unknown_feedback_kind'
        when {{ is_unreadable() }} then 'unreadable_value'
        when {{ is_out_of_scale() }} then 'value_out_of_scale'
        when has_malformed_json then 'malformed_json'
        when {{ is_past_horizon('occurred_at', 'received_at') }} then 'too_late'
        {%- if prune_horizon() %}
            when
                not {{ is_after_horizon('occurred_at', type_utc_timestamp()) }}
                -- Of a session that reaches past the horizon.
                and source_name || '|' || event_id not in (
                    select kept.source_name || '|' || kept.event_id
                    from {{ stored('int_events') }} as kept
                    where not {{ is_after_horizon(
                        'kept.occurred_at', type_utc_timestamp()
                    ) }}
                )
                then 'before_prune_horizon'
        {%- endif %}
    end as quarantine_reason
from {{ ref('int_deliveries_named') }}
