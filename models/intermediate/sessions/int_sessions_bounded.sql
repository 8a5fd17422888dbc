with

bounded as (
    select
        session_id,
        source_name,
        min(actor_id) as actor_id,
        max(actor_id) as another_actor_id,
        max(user_id) as user_id,
        min(conversation_key) as conversation_key,
        max(conversation_key) as another_conversation_key,
        min(case when is_clocked then 1 else 0 end) = 1 as is_clocked,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at
    from {{ ref('int_activity_sessionized') }}
    group by session_id, source_name
),

-- A session of several actors or conversations is that of its first event. They are
-- few: only theirs are put in order.
mixed_activity as (
    select
        activity.session_id,
        activity.actor_id,
        activity.user_id,
        activity.conversation_key,
        row_number() over (
            partition by activity.session_id
            order by {{ event_order('activity') }}
        ) as activity_number
    from {{ ref('int_activity_sessionized') }} as activity
    inner join bounded
        on activity.session_id = bounded.session_id
    where
        bounded.actor_id <> bounded.another_actor_id
        or bounded.conversation_key <> bounded.another_conversation_key
),

named as (
    select
        bounded.session_id,
        bounded.source_name,
        coalesce(mixed_activity.actor_id, bounded.actor_id) as actor_id,
        case
            when mixed_activity.session_id is null then bounded.user_id
            else mixed_activity.user_id
        end as user_id,
        coalesce(mixed_activity.conversation_key, bounded.conversation_key)
            as conversation_key,
        bounded.is_clocked,
        bounded.started_at,
        bounded.ended_at
    from bounded
    left join mixed_activity
        on
            bounded.session_id = mixed_activity.session_id
            and mixed_activity.activity_number = 1
)

select
    *,
    nullif(conversation_key, '') as conversation_id
from named
