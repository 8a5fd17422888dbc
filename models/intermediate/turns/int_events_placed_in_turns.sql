with

positioned as (
    select * from {{ ref('int_events_positioned') }}
),

-- Messages and answers find their turn first: the rest may point at one of them.
exchanged as (
    select
        session_id,
        message_id,
        coalesce(own_turn_key, last_turn_key) as turn_key,
        row_number() over (
            partition by session_id, message_id
            order by event_number
        ) as mention_number
    from positioned
    where
        event_name in ('message_sent', 'response_generated')
        and session_id is not null
        and message_id is not null
),

placed as (
    select
        positioned.*,
        cast(coalesce(sessions.started_at, positioned.occurred_at) as date)
            as session_date,
        coalesce(
            positioned.own_turn_key,
            case
                when positioned.event_name <> 'response_generated'
                    then exchanged.turn_key
            end,
            case
                when
                    positioned.is_positional
                    and (
                        positioned.event_name <> 'feedback_given'
                        or positioned.feedback_target = 'message'
                    )
                    then positioned.last_turn_key
            end
        ) as turn_key
    from positioned
    left join exchanged
        on
            positioned.session_id = exchanged.session_id
            and positioned.message_id = exchanged.message_id
            and exchanged.mention_number = 1
    left join {{ ref('int_sessions_bounded') }} as sessions
        on positioned.session_id = sessions.session_id
)

select
    source_name,
    event_id,
    session_id,
    event_number,
    occurred_at,
    session_date,
    case
        when turn_key is not null then {{ text_hash("session_id || '|' || turn_key") }}
    end as turn_id,
    coalesce(
        session_id,
        {{ text_hash(
            "'none|' || source_name || '|' || actor_id || '|' || conversation_key"
        ) }}
    ) as scope_id,
    is_repeated
from placed
