{#- The events of the run before that this run decides on anew: of hours that are read
    again, or of another delivery now. Without rows where everything is made anew. The days
    of those hours are looked up first: those an engine can skip to. -#}
{%- set columns = delivery_columns('event') + ['scope_id', 'session_date'] %}
{%- set is_read_again -%}
    load_hour in (
        select hours.load_hour
        from {{ ref('int_load_hours_changed') }} as hours
    )
{%- endset %}
-- depends_on: {{ ref('int_load_hours_changed') }}
{% if is_increment() %}
    select {{ columns | join(', ') }}
    from {{ stored('int_events') }}
    where
        {{ is_day_of(
            'session_date',
            '(select session_date from ' ~ stored('int_events') ~ ' where '
            ~ is_read_again ~ ') as stored_days'
        ) }}
        and {{ is_read_again }}
    union all
    select {{ columns | join(', ') }}
    from {{ ref('int_deliveries_known') }}
    where scope_id is not null
{%- else %}
    select {{ columns | join(', ') }}
    from {{ ref('int_deliveries_known') }}
    where false
{%- endif %}
