-- Neither sessions nor turns may lose or multiply an event on its way to them, and what
-- the sessions count is what was given a session.
with

ledger as (
    select coalesce(sum(count_accepted), 0) as count_accepted
    from {{ ref('rpt_event_ledger') }}
),

events as (
    select count(*) as count_events from {{ ref('int_events') }}
),

placed_events as (
    select
        count(*) as count_events,
        count(session_id) as count_in_sessions,
        count(turn_id) as count_in_turns
    from {{ ref('int_events_placed_in_turns') }}
),

sessions as (
    select coalesce(sum(count_events), 0) as count_events
    from {{ ref('fct_sessions') }}
)

select
    ledger.count_accepted,
    events.count_events,
    placed_events.count_in_sessions,
    placed_events.count_in_turns,
    sessions.count_events as count_session_events
from ledger
cross join events
cross join placed_events
cross join sessions
where
    not coalesce(
        ledger.count_accepted = events.count_events
        and events.count_events = placed_events.count_events
        and placed_events.count_in_sessions = sessions.count_events
        and placed_events.count_in_turns <= placed_events.count_in_sessions,
        false
    )
