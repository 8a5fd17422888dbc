{%- set columns = delivery_columns('event') -%}
{#- The repeated ones stand aside already: the others are the only ones of their
    events. -#}
select
    {{ columns | join(', ') }},
    cast(null as {{ type_text() }}) as quarantine_reason,
    cast(null as {{ type_text() }}) as rejected_value,
    'accepted' as delivery_status,
    false as is_repeated,
    false as is_conflicting
from {{ ref('int_deliveries_considered') }} as deliveries
where
    not exists (
        select 1
        from {{ ref('int_deliveries_repeated') }} as repeated
        where
            repeated.source_name = deliveries.source_name
            and repeated.event_id = deliveries.event_id
    )
union all
select
    {{ columns | join(', ') }},
    cast(null as {{ type_text() }}) as quarantine_reason,
    cast(null as {{ type_text() }}) as rejected_value,
    case when delivery_number = 1 then 'accepted' else 'duplicate' end
        as delivery_status,
    true as is_repeated,
    is_conflicting
from {{ ref('int_deliveries_repeated') }}
union all
select
    {{ columns | join(', ') }},
    quarantine_reason,
    rejected_value,
    'quarantined' as delivery_status,
    false as is_repeated,
    false as is_conflicting
from {{ ref('int_deliveries') }}
where quarantine_reason is not null
