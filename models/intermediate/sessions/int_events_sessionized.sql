{%- set columns = placement_columns() -%}
{#- The columns that placing needs and no others: what is wide is dear to put in
    order. -#}
with

event_sessions as (
    select
        {{ columns | join(', ') }},
        session_id
    from {{ ref('int_activity_sessionized') }}
    union all
    select
        {% for column in columns -%}
            events.{{ column }},
        {% endfor -%}
        attached.session_id
    from {{ ref('int_events_selected') }} as events
    left join {{ ref('int_events_attached') }} as attached
        on
            events.source_name = attached.source_name
            and events.event_id = attached.event_id
    where not events.is_activity
),

numbered as (
    select
        *,
        row_number() over (
            partition by session_id
            order by {{ event_order() }}
        ) as event_number,
        sum(case when event_name = 'message_sent' then 1 else 0 end) over (
            partition by session_id
            order by {{ event_order() }}
            rows between unbounded preceding and current row
        ) as messages_so_far
    from event_sessions
    where session_id is not null
)

select * from numbered
union all
select
    *,
    cast(null as {{ dbt.type_bigint() }}) as event_number,
    cast(null as {{ dbt.type_bigint() }}) as messages_so_far
from event_sessions
where session_id is null
