{#- The hours of receipt whose raw rows are not those that are known: new ones came, or
    some are gone. Counting is exact whatever order the rows are loaded in. What a run
    that died was to decide is read again, whatever its number: one of the two tables of
    known deliveries may have it already, and the other not. Without rows where
    everything is made anew. #}
-- depends_on: {{ ref('int_deliveries_typed') }}
{% if is_increment() -%}
    with

    raw_hours as (
        select
            {{ load_hour('received_at') }} as load_hour,
            count(*) as count_rows
        from {{ ref('int_deliveries_typed') }}
        {% if prune_horizon() -%}
            where received_at is null or {{ is_after_horizon('received_at', type_utc_timestamp()) }}
        {%- endif %}
        group by {{ load_hour('received_at') }}
    ),

    known_hours as (
        select
            load_hour,
            count(*) as count_rows
        from {{ stored_deliveries(['load_hour']) }}
        {% if prune_horizon() -%}
            where load_hour = {{ never() }} or {{ is_after_horizon('load_hour', type_utc_timestamp()) }}
        {%- endif %}
        group by load_hour
    )

    select coalesce(raw_hours.load_hour, known_hours.load_hour) as load_hour
    from raw_hours
    full outer join known_hours
        on raw_hours.load_hour = known_hours.load_hour
    where
        raw_hours.count_rows is null
        or known_hours.count_rows is null
        or raw_hours.count_rows <> known_hours.count_rows
    {{ union_distinct() }}
    select load_hour from {{ hours_undecided() }}
{%- else -%}
    with

    -- BigQuery has no `where` without a `from`.
    no_hour as (
        select {{ never() }} as load_hour
    )

    select load_hour
    from no_hour
    where false
{%- endif %}
