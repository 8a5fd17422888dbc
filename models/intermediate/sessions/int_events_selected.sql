select * from {{ ref('int_events_accepted') }}
union all
select
    *,
    false as is_repeated
from {{ ref('int_events_recalled') }}
