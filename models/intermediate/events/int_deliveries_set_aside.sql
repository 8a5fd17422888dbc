{{ laid_out_by('load_date') }}
-- depends_on: {{ ref('int_load_hour_changes') }}
select
    {{ delivery_columns() | join(', ') }},
    delivery_status,
    is_conflicting,
    cast(load_hour as date) as load_date
from {{ ref('int_deliveries_deduplicated') }}
where delivery_status <> 'accepted'
