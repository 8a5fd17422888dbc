-- depends_on: {{ ref('int_load_hour_changes') }}
select
    {{ delivery_columns() | join(', ') }},
    delivery_status,
    is_conflicting
from {{ ref('int_deliveries_deduplicated') }}
where delivery_status <> 'accepted'
