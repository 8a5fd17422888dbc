select
    {{ delivery_columns('event') | join(', ') }},
    is_repeated
from {{ ref('int_deliveries_deduplicated') }}
where delivery_status = 'accepted'
