with

deliveries as (
    select
        source_name,
        delivery_status,
        is_conflicting,
        is_clocked,
        received_date,
        count_deliveries
    from {{ ref('int_deliveries_counted') }}
    {% if prune_horizon() -%}
        union all
        select
            source_name,
            'quarantined' as delivery_status,
            false as is_conflicting,
            false as is_clocked,
            cast(load_hour as date) as received_date,
            count_rows as count_deliveries
        from {{ unread_deliveries_relation() }}
    {%- endif %}
),

counted as (
    select
        source_name,
        received_date,
        sum(count_deliveries) as count_raw,
        {% for status in ['accepted', 'duplicate', 'quarantined'] -%}
            sum(
                case
                    when delivery_status = '{{ status }}' then count_deliveries
                    else 0
                end
            ) as count_{{ status }},
        {% endfor %}
        sum(case when is_conflicting then count_deliveries else 0 end)
            as count_conflicting,
        sum(
            case
                when delivery_status = 'accepted' and not is_clocked
                    then count_deliveries
                else 0
            end
        ) as count_unclocked
    from deliveries
    group by source_name, received_date
),

described as (
    select
        ---------- ids
        source_name || '|'
        || coalesce(cast(received_date as {{ type_text() }}), 'unknown')
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
