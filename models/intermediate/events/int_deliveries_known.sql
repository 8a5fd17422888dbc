{#- The deliveries known from earlier hours of the events that the hours read now have,
    or had: together with them it is decided anew which delivery counts. -#}
{%- set columns = delivery_columns('event') %}
-- depends_on: {{ ref('int_load_hours_changed') }}
{% if is_increment() -%}
    with

    hours as (
        select load_hour from {{ ref('int_load_hours_changed') }}
    ),

    stored_events as (
        select
            {{ columns | join(', ') }},
            scope_id,
            session_date
        from {{ stored('int_events') }}
        union all
        select
            {{ columns | join(', ') }},
            null as scope_id,
            null as session_date
        from {{ stored('int_deliveries_set_aside') }}
        where delivery_status = 'duplicate'
    ),

    events_read as (
        select
            source_name,
            event_id
        from {{ ref('int_deliveries') }}
        where quarantine_reason is null
        union
        select
            source_name,
            event_id
        from stored_events
        where load_hour in (select hours.load_hour from hours)
    )

    select stored_events.*
    from stored_events
    inner join events_read
        on
            stored_events.source_name = events_read.source_name
            and stored_events.event_id = events_read.event_id
    where stored_events.load_hour not in (select hours.load_hour from hours)
{%- else -%}
    select
        {{ columns | join(', ') }},
        cast(null as {{ dbt.type_string() }}) as scope_id,
        cast(null as date) as session_date
    from {{ ref('int_deliveries') }}
    where false
{%- endif %}
