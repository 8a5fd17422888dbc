{{ config(enabled=is_connected('snowplow')) }}
{#- A browser knows the device and a server the user: whoever is named in a conversation
    is the user of all of it, since otherwise a question and its answer were of two. A
    view: who somebody is stands in no table before it is a pseudonym. -#}
with

named as (
    select
        placed_events.record_key,
        coalesce(placed_events.conversation_id, placed_events.record_key)
            as conversation_key,
        {{ clean_text(json_part('atomic_events.agent_context', [0, 'user_id'])) }}
            as agent_user_id,
        atomic_events.atomic_user_id,
        atomic_events.device_id,
        placed_events.received_at
    from {{ ref('stg_snowplow__placed_events') }} as placed_events
    inner join {{ ref('stg_snowplow__atomic_events') }} as atomic_events
        on
            placed_events.record_key = atomic_events.record_key
            and atomic_events.is_latest
    -- Without an id an event is quarantined, whoever it is of.
    where placed_events.atomic_event_id is not null
),

ranked as (
    select
        *,
        coalesce(agent_user_id, atomic_user_id) as named_user_id,
        row_number() over (
            partition by conversation_key
            order by
                case
                    when agent_user_id is not null then 1
                    when atomic_user_id is not null then 2
                    else 3
                end asc,
                received_at asc,
                record_key asc
        ) as naming_number
    from named
)

select
    record_key,
    device_id,
    max(case when naming_number = 1 then named_user_id end) over (
        partition by conversation_key
    ) as user_id,
    max(
        case
            when naming_number = 1 and named_user_id is not null then received_at
        end
    ) over (partition by conversation_key) as named_at
from ranked
