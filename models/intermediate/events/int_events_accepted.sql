select {{ delivery_columns('event') | join(', ') }}
from {{ ref('int_deliveries_deduplicated') }}
where delivery_status = 'accepted'
