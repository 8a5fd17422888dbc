{#- The events of the run before that this run decides on anew: of hours that are read
    again, or of another delivery now. Without rows where everything is made anew. -#}
{%- set columns = delivery_columns('event') + ['scope_id', 'session_date'] %}
-- depends_on: {{ ref('int_load_hours_changed') }}
{% if is_increment() %}
    select {{ columns | join(', ') }}
    from {{ stored('int_events') }}
    where
        load_hour in (
            select hours.load_hour
            from {{ ref('int_load_hours_changed') }} as hours
        )
    union all
    select {{ columns | join(', ') }}
    from {{ ref('int_deliveries_known') }}
    where scope_id is not null
{%- else %}
    select {{ columns | join(', ') }}
    from {{ ref('int_deliveries_known') }}
    where false
{%- endif %}
