with

events as (

    select * from {{ ref('int_events_sessionized') }}

),

session_events as (

    select
        *,
        case
            when event_name = 'message_sent'
                then coalesce(source_turn_id, event_id)
        end as message_turn_key,
        sum(case when event_name = 'message_sent' then 1 else 0 end) over (
            partition by session_id
            order by event_number
            rows between unbounded preceding and current row
        ) as messages_so_far

    from events

    where session_id is not null

),

named_turns as (

    select
        session_id,
        source_turn_id

    from session_events

    where
        event_name = 'message_sent'
        and source_turn_id is not null

    group by session_id, source_turn_id

),

positioned as (

    select
        session_events.*,
        named_turns.source_turn_id as named_turn_key,
        max(session_events.message_turn_key) over (
            partition by session_events.session_id, session_events.messages_so_far
        ) as last_turn_key

    from session_events

    left join named_turns
        on
            session_events.session_id = named_turns.session_id
            and session_events.source_turn_id = named_turns.source_turn_id

),

-- Messages and answers find their turn first: the rest may point at one of them.
exchanged as (

    select
        session_id,
        message_id,
        coalesce(message_turn_key, named_turn_key, last_turn_key) as turn_key,
        row_number() over (
            partition by session_id, message_id
            order by event_number
        ) as mention_number

    from positioned

    where
        event_name in ('message_sent', 'response_generated')
        and message_id is not null

),

placed as (

    select
        positioned.source_name,
        positioned.event_id,
        coalesce(
            positioned.message_turn_key,
            positioned.named_turn_key,
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

),

with_turns as (

    select
        placed.turn_key,
        case
            when placed.turn_key is not null
                then {{ dbt.hash("events.session_id || '|' || placed.turn_key") }}
        end as turn_id,
        events.*

    from events

    left join placed
        on
            events.source_name = placed.source_name
            and events.event_id = placed.event_id

)

select * from with_turns
