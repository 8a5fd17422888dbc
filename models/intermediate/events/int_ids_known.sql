{#- The ids of the hours that are read which other hours have as well: a look at ids and
    days alone, so that of all that is known only those days are read. #}
-- depends_on: {{ ref('int_load_hours_changed') }}
{% if is_increment() -%}
    with

    hours as (
        select load_hour from {{ ref('int_load_hours_changed') }}
    ),

    stored_ids as (
        select
            source_name,
            event_id,
            load_hour,
            session_date
        from {{ stored('int_events') }}
        union all
        select
            source_name,
            event_id,
            load_hour,
            cast(null as date) as session_date
        from {{ stored('int_deliveries_set_aside') }}
        where delivery_status = 'duplicate'
    ),

    ids_read as (
        select
            source_name,
            event_id
        from {{ ref('int_deliveries') }}
        where quarantine_reason is null
        {{ union_distinct() }}
        select
            source_name,
            event_id
        from stored_ids
        where load_hour in (select hours.load_hour from hours)
    )

    select
        stored_ids.source_name,
        stored_ids.event_id,
        stored_ids.session_date
    from stored_ids
    inner join ids_read
        on
            stored_ids.source_name = ids_read.source_name
            and stored_ids.event_id = ids_read.event_id
    where stored_ids.load_hour not in (select hours.load_hour from hours)
{%- else -%}
    select
        source_name,
        event_id,
        cast(null as date) as session_date
    from {{ ref('int_deliveries') }}
    where false
{%- endif %}
