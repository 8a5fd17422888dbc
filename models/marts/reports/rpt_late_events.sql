{%- set buckets = {
    'up to 1 hour': 1,
    'up to 6 hours': 6,
    'up to 1 day': 24,
    'up to 3 days': 72,
    'up to 7 days': 168,
    'up to 30 days': 720
} -%}
with

-- What is quarantined for itself has no lag that means anything.
deliveries as (
    select
        *,
        case
            {% for hours in buckets.values() -%}
                when lag_hours <= {{ hours }} then {{ hours }}
            {% endfor %}
        end as lag_up_to_hours
    from {{ ref('int_deliveries_counted') }}
    where coalesce(quarantine_reason = 'too_late', true)
),

named as (
    select
        *,
        case
            {% for bucket, hours in buckets.items() -%}
                when lag_up_to_hours = {{ hours }} then '{{ bucket }}'
            {% endfor -%}
            when lag_hours is not null then 'over 30 days'
            else 'unknown'
        end as lag_bucket
    from deliveries
),

counted as (
    select
        source_name,
        lag_bucket,
        lag_up_to_hours,
        sum(count_deliveries) as count_deliveries,
        sum(case when delivery_status = 'accepted' then count_deliveries else 0 end)
            as count_events,
        sum(
            case
                when
                    delivery_status = 'accepted'
                    and lag_hours > {{ var('late_after_hours') }}
                    then count_deliveries
                else 0
            end
        ) as count_late_events,
        sum(
            case when delivery_status = 'quarantined' then count_deliveries else 0 end
        ) as count_past_horizon,
        received_date
    from named
    group by source_name, lag_bucket, lag_up_to_hours, received_date
)

select
    ---------- ids
    source_name || '|' || cast(received_date as {{ type_text() }})
    || '|' || lag_bucket as late_events_id,
    source_name,
    ---------- strings
    lag_bucket,
    ---------- numerics
    cast(lag_up_to_hours as {{ dbt.type_bigint() }}) as lag_up_to_hours,
    cast(count_deliveries as {{ dbt.type_bigint() }}) as count_deliveries,
    cast(count_events as {{ dbt.type_bigint() }}) as count_events,
    cast(count_late_events as {{ dbt.type_bigint() }}) as count_late_events,
    cast(count_past_horizon as {{ dbt.type_bigint() }}) as count_past_horizon,
    ---------- dates
    received_date
from counted
