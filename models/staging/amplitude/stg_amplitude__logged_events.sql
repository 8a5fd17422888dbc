{{ config(enabled=is_connected('amplitude')) }}
{#- What is of the assistant is told by the name: `[Agent] …`, or one that
    event_name_map has for Amplitude, if it names a session of the assistant. -#}
with

source as (
    {{ raw_rows('amplitude', 'events', [
        'uuid', 'insert_id', ('ingested_id', '$insert_id'), 'user_id', 'device_id',
        'event_type', 'event_properties', 'event_time', 'client_event_time',
        'server_upload_time', 'server_received_time', 'processed_time', 'version_name',
        'loaded_at'
    ]) | indent(4) }}
),

named as (
    select
        *,
        lower({{ clean_text('event_type') }}) as logged_name
    from source
),

-- A product has far more events than its assistant: their properties are not read.
detailed as (
    select
        named.*,
        substr(named.logged_name, 1, 8) = '[agent] ' as is_agent_event,
        own_names.event_name is not null as is_mapped,
        case
            when
                substr(named.logged_name, 1, 8) = '[agent] '
                or own_names.event_name is not null
                then {{ json_document('named.event_properties') }}
        end as details
    from named
    left join {{ ref('event_name_map') }} as own_names
        on
            own_names.source_name = 'amplitude'
            and named.logged_name = own_names.source_event_name
),

renamed as (
    select
        ---------- ids
        coalesce(
            {{ clean_text('uuid') }},
            {{ clean_text('insert_id') }},
            {{ clean_text('ingested_id') }}
        ) as logged_event_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('device_id') }} as device_id,
        {{ clean_text(json_part('details', '[Agent] Session ID')) }} as conversation_id,
        ---------- strings
        logged_name,
        details,
        {{ clean_text('version_name') }} as version_name,
        ---------- booleans
        coalesce(is_agent_event, false) as is_agent_event,
        is_mapped,
        ---------- timestamps
        coalesce(
            {{ to_utc_timestamp('event_time') }},
            {{ to_utc_timestamp('client_event_time') }}
        ) as occurred_at,
        {{ receipt_of([
            'loaded_at', 'server_upload_time', 'server_received_time', 'processed_time',
            'event_time'
        ]) }} as received_at
    from detailed
),

-- Backfills of an export repeat what is there.
ranked as (
    select
        *,
        'events|' || coalesce(logged_event_id, '') as record_key,
        logged_event_id is null or row_number() over (
            partition by logged_event_id
            order by received_at desc, occurred_at desc, logged_name desc, details desc
        ) = 1 as is_latest,
        is_agent_event
        or logged_name is null
        or (is_mapped and conversation_id is not null) as is_of_assistant
    from renamed
)

select * from ranked
