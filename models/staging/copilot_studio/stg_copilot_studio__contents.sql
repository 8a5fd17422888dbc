{{ config(enabled=is_connected('copilot_studio')) }}
with

counted as (
    select
        record_key,
        {{ any_of('is_event') }} as has_event
    from {{ ref('stg_copilot_studio__activities') }}
    group by record_key
)

select
    transcripts.record_key,
    transcripts.transcript_id,
    transcripts.received_at,
    transcripts.is_latest,
    conversations.record_fate,
    counted.has_event,
    transcripts.is_latest and counted.record_key is null as is_unreadable
from {{ ref('stg_copilot_studio__transcripts') }} as transcripts
left join counted
    on transcripts.record_key = counted.record_key
left join {{ ref('stg_copilot_studio__conversations') }} as conversations
    on transcripts.stretch_id = conversations.stretch_id
