{#- Every usable delivery of the events that this run decides on. -#}
select {{ delivery_columns('event') | join(', ') }}
from {{ ref('int_deliveries') }}
where quarantine_reason is null
union all
select {{ delivery_columns('event') | join(', ') }}
from {{ ref('int_deliveries_known') }}
