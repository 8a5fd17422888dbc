with

deliveries as (
    select
        source_name,
        delivery_status,
        is_conflicting,
        is_clocked,
        cast(received_at as date) as received_date
    from {{ ref('int_deliveries_set_aside') }}
    union all
    select
        source_name,
        'accepted' as delivery_status,
        false as is_conflicting,
        is_clocked,
        cast(received_at as date) as received_date
    from {{ ref('int_events') }}
),

counted as (
    select
        source_name,
        received_date,
        count(*) as count_raw,
        {% for status in ['accepted', 'duplicate', 'quarantined'] -%}
            sum(case when delivery_status = '{{ status }}' then 1 else 0 end)
                as count_{{ status }},
        {% endfor %}
        sum(case when is_conflicting then 1 else 0 end) as count_conflicting,
        sum(
            case when delivery_status = 'accepted' and not is_clocked then 1 else 0 end
        ) as count_unclocked
    from deliveries
    group by source_name, received_date
),

described as (
    select
        ---------- ids
        source_name || '|'
        || coalesce(cast(received_date as {{ dbt.type_string() }}), 'unknown')
            as event_ledger_id,
        source_name,
        ---------- numerics
        cast(count_raw as {{ dbt.type_bigint() }}) as count_raw,
        cast(count_accepted as {{ dbt.type_bigint() }}) as count_accepted,
        cast(count_duplicate as {{ dbt.type_bigint() }}) as count_duplicates,
        cast(count_quarantined as {{ dbt.type_bigint() }}) as count_quarantined,
        cast(count_conflicting as {{ dbt.type_bigint() }}) as count_conflicting,
        cast(count_unclocked as {{ dbt.type_bigint() }}) as count_unclocked,
        ---------- dates
        received_date
    from counted
)

select * from described
