with

deliveries as (
    select * from {{ ref('int_deliveries_deduplicated') }}
    where delivery_status = 'quarantined'
),

-- Two rows can be the same to the letter: only their number tells them apart.
numbered as (
    select
        *,
        row_number() over (
            order by received_at, source_name, event_id, quarantine_reason
        ) as quarantine_number
    from deliveries
),

described as (
    select
        ---------- ids
        quarantine_number,
        source_name,
        event_id,
        coalesce(user_id, anonymous_id) as actor_id,
        conversation_id,
        ---------- strings
        source_event_name,
        quarantine_reason,
        case
            when
                quarantine_reason in (
                    'unparseable_time', 'occurred_after_receipt', 'before_horizon',
                    'missing_time'
                )
                then
                    coalesce(occurred_at_text, 'nothing') || ' received '
                    || coalesce(received_at_text, 'never')
            when quarantine_reason = 'unknown_event_name' then source_event_name
            when quarantine_reason = 'malformed_event_id' then event_id
            when
                quarantine_reason in ('unreadable_value', 'value_out_of_scale')
                and feedback_kind is not null
                then
                    feedback_kind || ' '
                    || coalesce(
                        cast(feedback_value as {{ dbt.type_string() }}), 'nothing'
                    )
        end as rejected_value,
        ---------- dates
        cast(received_at as date) as received_date,
        ---------- timestamps
        occurred_at,
        received_at
    from numbered
)

select * from described
