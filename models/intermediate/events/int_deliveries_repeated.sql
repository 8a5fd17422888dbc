with

-- Few ids come twice: only their rows pay for the windows below.
repeated_ids as (
    select
        source_name,
        event_id
    from {{ ref('int_deliveries_considered') }}
    group by source_name, event_id
    having count(*) > 1
),

repeated as (
    select
        deliveries.*,
        {{ content_hash('deliveries') }} as content_hash
    from {{ ref('int_deliveries_considered') }} as deliveries
    inner join repeated_ids
        on
            deliveries.source_name = repeated_ids.source_name
            and deliveries.event_id = repeated_ids.event_id
)

{% set in_order -%}
    partition by source_name, event_id
    order by received_at, occurred_at, content_hash
{%- endset %}

select
    *,
    row_number() over ({{ in_order }}) as delivery_number,
    content_hash <> first_value(content_hash) over (
        {{ in_order }}
        rows between unbounded preceding and current row
    ) as is_conflicting
from repeated
