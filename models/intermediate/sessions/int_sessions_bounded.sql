with

ordered as (
    select
        sessionized.session_id,
        events.*,
        row_number() over (
            partition by sessionized.session_id
            order by {{ event_order('events') }}
        ) as activity_number,
        row_number() over (
            partition by sessionized.session_id
            order by
                case when events.event_name = 'message_sent' then 0 else 1 end,
                {{ event_order('events') }}
        ) as message_number
    from {{ ref('int_events_selected') }} as events
    inner join {{ ref('int_activity_sessionized') }} as sessionized
        on
            events.source_name = sessionized.source_name
            and events.event_id = sessionized.event_id
),

bounded as (
    select
        ---------- ids
        session_id,
        source_name,
        max(case when activity_number = 1 then actor_id end) as actor_id,
        max(case when activity_number = 1 then user_id end) as user_id,
        max(case when activity_number = 1 then conversation_id end)
            as conversation_id,
        max(case when activity_number = 1 then conversation_key end)
            as conversation_key,
        ---------- strings
        max(case when message_number = 1 then channel end) as channel,
        max(case when message_number = 1 then locale end) as locale,
        max(case when message_number = 1 then app_version end) as app_version,
        ---------- booleans
        min(case when is_clocked then 1 else 0 end) = 1 as is_clocked,
        ---------- timestamps
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at
    from ordered
    group by session_id, source_name
)

select * from bounded
