with

deliveries as (
    select * from {{ ref('int_deliveries_set_aside') }}
    where delivery_status = 'quarantined'
),

-- Two rows can be the same to the letter: only their number tells them apart.
keyed as (
    select
        *,
        {{ text_hash(
            "source_name || '|' || coalesce(event_id, '') || '|' || quarantine_reason"
            ~ " || '|' || coalesce(source_event_name, '') || '|'"
            ~ " || coalesce(rejected_value, '') || '|' || coalesce(actor_id, '')"
            ~ " || '|' || coalesce(conversation_id, '') || '|' || coalesce("
            ~ timestamp_text('occurred_at') ~ ", '') || '|' || coalesce("
            ~ timestamp_text('received_at') ~ ", '')"
        ) }} as content_key
    from deliveries
),

numbered as (
    select
        *,
        row_number() over (
            partition by content_key
            order by content_key
        ) as copy_number
    from keyed
)

select
    ---------- ids
    content_key || '-' || cast(copy_number as {{ type_text() }})
        as quarantined_event_id,
    source_name,
    event_id,
    actor_id,
    conversation_id,
    ---------- strings
    source_event_name,
    quarantine_reason,
    rejected_value,
    ---------- dates
    cast(received_at as date) as received_date,
    ---------- timestamps
    occurred_at,
    received_at
from numbered
