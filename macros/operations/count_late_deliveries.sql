{#- Hours of receipt before the horizon are read no more. What has been loaded into them
    since is counted in the ledger, once. A hook; rows that are gone are no news. -#}
{% macro count_late_deliveries() -%}
    {%- if is_increment() and prune_horizon() -%}
        insert into {{ unread_deliveries_relation() }} (
            source_name, load_hour, count_rows
        )
        with

        raw_hours as (
            select
                source_name,
                {{ load_hour('received_at') }} as load_hour,
                count(*) as count_rows
            from {{ ref('int_deliveries_typed') }}
            where
                received_at < cast(
                    '{{ prune_horizon() }}' as {{ type_utc_timestamp() }}
                )
            group by source_name, {{ load_hour('received_at') }}
        ),

        known_rows as (
            select source_name, load_hour, count_deliveries as count_rows
            from {{ stored('int_deliveries_counted') }}
            where {{ is_hour_before(prune_horizon()) }}
            union all
            select source_name, load_hour, count_rows
            from {{ unread_deliveries_relation() }}
        ),

        known_hours as (
            select source_name, load_hour, sum(count_rows) as count_rows
            from known_rows
            group by source_name, load_hour
        )

        select
            raw_hours.source_name,
            raw_hours.load_hour,
            raw_hours.count_rows - coalesce(known_hours.count_rows, 0) as count_rows
        from raw_hours
        left join known_hours
            on
                raw_hours.source_name = known_hours.source_name
                and raw_hours.load_hour = known_hours.load_hour
        where raw_hours.count_rows > coalesce(known_hours.count_rows, 0)
    {%- endif -%}
{%- endmacro %}
