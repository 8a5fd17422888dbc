-- A row that is in no line of the ledger was lost on the way.
with

raw_rows as (
    select count(*) as count_rows from {{ raw_interaction_events() }}
),

ledger as (
    select coalesce(sum(count_raw), 0) as count_rows from {{ ref('rpt_event_ledger') }}
)

select
    raw_rows.count_rows as count_raw_rows,
    ledger.count_rows as count_ledger_rows
from raw_rows
cross join ledger
where not coalesce(raw_rows.count_rows = ledger.count_rows, false)
