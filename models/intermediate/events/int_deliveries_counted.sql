{{ laid_out_by('load_date') }}
with

deliveries as (
    select
        source_name,
        delivery_status,
        quarantine_reason,
        is_conflicting,
        is_clocked,
        occurred_at,
        received_at,
        load_hour
    from {{ ref('int_deliveries_set_aside') }}
    where {{ is_load_hour_in_scope('load_hour') }}
    union all
    select
        source_name,
        'accepted' as delivery_status,
        cast(null as {{ type_text() }}) as quarantine_reason,
        false as is_conflicting,
        is_clocked,
        occurred_at,
        received_at,
        load_hour
    from {{ ref('int_events') }}
    where {{ is_load_hour_in_scope('load_hour') }}
),

-- What cannot be used has no times to be believed, save what only came too late.
measured as (
    select
        *,
        cast(received_at as date) as received_date,
        case
            when is_clocked and coalesce(quarantine_reason = 'too_late', true)
                then {{ lag_hours('occurred_at', 'received_at') }}
        end as lag_hours
    from deliveries
)

select
    source_name,
    delivery_status,
    quarantine_reason,
    lag_hours,
    cast(count(*) as {{ dbt.type_bigint() }}) as count_deliveries,
    is_conflicting,
    is_clocked,
    received_date,
    load_hour,
    cast(load_hour as date) as load_date
from measured
group by
    source_name,
    delivery_status,
    quarantine_reason,
    lag_hours,
    is_conflicting,
    is_clocked,
    received_date,
    load_hour
