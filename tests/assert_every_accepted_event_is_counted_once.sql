-- Neither sessions nor turns may lose or multiply an event on its way to them, and what
-- the sessions count is what was given a session. Of what was received before a prune
-- the ledger alone tells.
with

ledger as (
    select
        coalesce(sum(count_raw - count_duplicates - count_quarantined), 0)
            as count_accepted
    from {{ ref('rpt_event_ledger') }}
    where {{ is_after_horizon('received_date') }}
),

events as (
    select
        sum(
            case
                when {{ is_after_horizon('received_at', type_utc_timestamp()) }} then 1
                else 0
            end
        ) as count_events,
        count(session_id) as count_in_sessions,
        count(turn_id) as count_in_turns
    from {{ ref('int_events') }}
),

sessions as (
    select coalesce(sum(count_events), 0) as count_events
    from {{ ref('fct_sessions') }}
)

select
    ledger.count_accepted,
    events.count_in_sessions,
    events.count_in_turns,
    sessions.count_events as count_session_events
from ledger
cross join events
cross join sessions
where
    not coalesce(
        ledger.count_accepted = coalesce(events.count_events, 0)
        and events.count_in_sessions = sessions.count_events
        and events.count_in_turns <= events.count_in_sessions,
        false
    )
