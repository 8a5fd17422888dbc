{{ config(enabled=is_connected('zendesk')) }}
with

source as (
    {{ raw_rows('zendesk', 'ticket_field_history', [
        'ticket_id', 'field_name', 'value', 'updated', 'loaded_at', '_fivetran_synced'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        {{ clean_text('ticket_id') }} as ticket_id,
        ---------- strings
        lower({{ clean_text('field_name') }}) as field_name,
        {{ clean_text('value') }} as field_value,
        ---------- timestamps
        {{ to_utc_timestamp('updated') }} as changed_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated']) }} as received_at
    from source
),

keyed as (
    select
        *,
        ticket_id || ':' || field_name || ':'
        || replace({{ timestamp_text('changed_at') }}, ' ', 'T') as change_id,
        'ticket_field_history|' || coalesce(ticket_id, '')
        || '|' || coalesce(field_name, '')
        || '|' || coalesce({{ timestamp_text('changed_at') }}, '') as record_key
    from renamed
),

-- A score is written again when only the comment on it changes: no other rating.
compared as (
    select
        *,
        coalesce(
            field_value = lag(field_value) over (
                partition by ticket_id, field_name
                order by
                    case when changed_at is null then 1 else 0 end,
                    changed_at,
                    received_at,
                    field_value
            ),
            false
        ) as is_repeated
    from keyed
)

select
    *,
    coalesce(
        field_name in ('satisfaction_score', 'satisfaction_comment')
        -- Nobody was asked yet.
        and lower(field_value) <> 'unoffered',
        false
    ) as is_satisfaction
from compared
