{#- The events that the run before left in the given scopes. By their days first: those an
    engine can skip to. -#}
{% macro stored_events_of(scopes, columns) -%}
    select {{ columns | join(', ') }}
    from {{ stored('int_events') }} as stored_events
    where
        {{ is_day_of('session_date', scopes) }}
        and scope_id in (select scope_id from {{ scopes }})
        and not exists (
            select 1
            from {{ ref('int_events_superseded') }} as superseded
            where
                superseded.source_name = stored_events.source_name
                and superseded.event_id = stored_events.event_id
        )
{%- endmacro %}
