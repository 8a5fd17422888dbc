{#- The deliveries known from earlier hours of the events that the hours read now have,
    or had: together with them it is decided anew which delivery counts. -#}
{%- set columns = delivery_columns('event') -%}
{%- set is_known -%}
    exists (
        select 1
        from {{ ref('int_ids_known') }} as known
        where
            known.source_name = stored_deliveries.source_name
            and known.event_id = stored_deliveries.event_id
    )
    and load_hour not in (
        select hours.load_hour from {{ ref('int_load_hours_changed') }} as hours
    )
{%- endset %}
-- depends_on: {{ ref('int_load_hours_changed') }}, {{ ref('int_ids_known') }}
{% if is_increment() %}
    select
        {{ columns | join(', ') }},
        scope_id,
        session_date
    from {{ stored('int_events') }} as stored_deliveries
    where
        {{ is_day_of('session_date', ref('int_ids_known')) }}
        and {{ is_known }}
    union all
    select
        {{ columns | join(', ') }},
        cast(null as {{ type_text() }}) as scope_id,
        cast(null as date) as session_date
    from {{ stored('int_deliveries_set_aside') }} as stored_deliveries
    where
        delivery_status = 'duplicate'
        and {{ is_known }}
{%- else %}
    select
        {{ columns | join(', ') }},
        cast(null as {{ type_text() }}) as scope_id,
        cast(null as date) as session_date
    from {{ ref('int_deliveries') }}
    where false
{%- endif %}
