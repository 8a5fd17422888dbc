{{ config(enabled=is_connected('copilot_studio')) }}
{#- What an activity is called stands in its valueType, else its name, else its type; of
    some a word of its content is a part of the name that event_name_map has. -#}
{%- set kept = [
    'record_key', 'transcript_id', 'conversation_id', 'stretch_id', 'batch_number',
    'received_at'
] -%}
with

latest_transcripts as (
    select * from {{ ref('stg_copilot_studio__transcripts') }}
    where is_latest
),

elements as (
    {{ each_json_element(
        'latest_transcripts', 'activities', kept, 'activity'
    ) | indent(4) }}
),

named as (
    select
        *,
        lower({{ clean_text(json_part('activity', ['type'])) }}) as activity_type,
        lower({{ clean_text(json_part('activity', ['valueType'])) }}) as value_type,
        lower({{ clean_text(json_part('activity', ['name'])) }}) as activity_name,
        lower({{ clean_text(json_part('activity', ['from', 'role'])) }}) as sender_role
    from elements
),

renamed as (
    select
        {{ kept | join(', ') }},
        activity,
        activity_number,
        ---------- ids
        {{ clean_text(json_part('activity', ['id'])) }} as activity_id,
        {{ clean_text(json_part('activity', ['replyToId'])) }} as reply_to_id,
        {{ clean_text(json_part('activity', ['from', 'id'])) }} as sender_id,
        {{ clean_text(json_part('activity', ['from', 'aadObjectId'])) }}
            as directory_id,
        ---------- strings
        activity_type,
        value_type,
        sender_role,
        {{ clean_text(json_part('activity', ['channelId'])) }} as channel,
        case
            when activity_type = 'message'
                then coalesce('message ' || sender_role, 'message')
            when value_type = 'sessioninfo'
                then coalesce('outcome ' || lower({{ clean_text(
                    json_part('activity', ['value', 'outcome'])
                ) }}), value_type)
            when activity_name = 'message/submitaction'
                then coalesce(activity_name || ' ' || lower({{ clean_text(
                    json_part('activity', ['value', 'actionName'])
                ) }}), activity_name)
            else coalesce(value_type, activity_name, activity_type)
        end as source_event_name,
        {{ clean_text(json_part('activity', ['timestamp'])) }} as timestamp_text,
        ---------- numerics
        batch_number * 1000000 + activity_number as sequence_number,
        ---------- timestamps
        coalesce(
            {{ epoch_time(json_part('activity', ['timestampMs']), 'millisecond') }},
            {{ epoch_time(json_part('activity', ['timestamp'])) }},
            {{ to_utc_timestamp(json_part('activity', ['timestamp'])) }}
        ) as happened_at
    from named
)

-- Messages and outcomes stay where nobody knows their name: somebody should.
select
    renamed.*,
    event_names.event_name as known_event_name,
    event_names.event_name is not null
    or coalesce(renamed.activity_type = 'message', false)
    or coalesce(renamed.value_type = 'sessioninfo', false) as is_event
from renamed
left join {{ ref('event_name_map') }} as event_names
    on
        event_names.source_name = 'copilot_studio'
        and renamed.source_event_name = event_names.source_event_name
