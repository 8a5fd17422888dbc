select * from {{ ref('int_events_accepted') }}
union all
select * from {{ ref('int_events_recalled') }}
