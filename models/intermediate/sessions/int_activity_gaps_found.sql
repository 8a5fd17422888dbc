{#- Activity without a session of the source's own, and where a new one begins. -#}
with

activity as (
    select {{ placement_columns() | join(', ') }} from {{ ref('int_events_selected') }}
    where is_activity and source_session_id is null
),

neighbours as (
    select
        *,
        lag(is_clocked) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order() }}
        ) as previous_is_clocked,
        lag(occurred_at) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order() }}
        ) as previous_occurred_at
    from activity
)

-- Without a clock on either side of it, a gap is not known to be one.
select
    *,
    previous_occurred_at is null
    or (
        is_clocked
        and previous_is_clocked
        and occurred_at > {{ add_time(
            'minute', var('session_timeout_minutes'), 'previous_occurred_at'
        ) }}
    ) as is_first
from neighbours
