{{ config(enabled=is_connected('copilot_studio')) }}
{#- What happened between a user and an agent, of no test, with whose it is. -#}
select
    ---------- ids
    activities.record_key,
    activities.transcript_id || ':'
    || cast(activities.activity_number as {{ type_text() }}) as event_id,
    conversations.user_id,
    case
        when conversations.user_id is null
            then coalesce(conversations.sender_id, activities.conversation_id)
    end as anonymous_id,
    activities.conversation_id,
    case
        when activities.known_event_name = 'message_sent' then activities.activity_id
        when activities.known_event_name <> 'feedback_given' then activities.reply_to_id
    end as turn_id,
    -- A survey answers a message as well, but it is the session that is rated.
    case
        when activities.activity_type = 'message' then activities.activity_id
        when activities.activity_type = 'invoke' then activities.reply_to_id
    end as message_id,
    ---------- strings
    -- A success that is implied confirms nothing, and nor does one that is not said to
    -- be more.
    case
        when
            activities.known_event_name = 'goal_completed'
            and coalesce(
                {{ to_boolean(json_part('activity', ['value', 'impliedSuccess'])) }},
                true
            )
            then 'session_ended'
        else coalesce(activities.known_event_name, activities.source_event_name)
    end as event_name,
    activities.source_event_name,
    activities.value_type,
    coalesce(activities.channel, conversations.channel) as channel,
    conversations.locale,
    activities.activity,
    ---------- numerics
    activities.sequence_number,
    ---------- booleans
    conversations.has_survey_response,
    ---------- timestamps
    -- What is no time stays as it came: without any, it would have no clock.
    coalesce({{ timestamp_text('activities.happened_at') }}, activities.timestamp_text)
        as occurred_at,
    conversations.received_at
from {{ ref('stg_copilot_studio__activities') }} as activities
inner join {{ ref('stg_copilot_studio__conversations') }} as conversations
    on activities.stretch_id = conversations.stretch_id
where activities.is_event and conversations.record_fate is null
