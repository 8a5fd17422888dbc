select * from {{ ref('int_deliveries_deduplicated') }}
where delivery_status <> 'accepted'
