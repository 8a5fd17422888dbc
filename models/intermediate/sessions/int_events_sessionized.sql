with

event_sessions as (
    select * from {{ ref('int_activity_sessionized') }}
    union all
    select * from {{ ref('int_events_attached') }}
),

sessionized as (
    select
        event_sessions.session_id,
        events.*,
        case
            when event_sessions.session_id is not null
                then row_number() over (
                    partition by event_sessions.session_id
                    order by {{ event_order('events') }}
                )
        end as event_number
    from {{ ref('int_events_selected') }} as events
    left join event_sessions
        on
            events.source_name = event_sessions.source_name
            and events.event_id = event_sessions.event_id
)

select * from sessionized
