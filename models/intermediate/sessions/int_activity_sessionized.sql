{%- set columns = placement_columns() -%}
with

numbered as (
    select
        *,
        sum(case when is_first then 1 else 0 end) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order() }}
            rows between unbounded preceding and current row
        ) as session_number
    from {{ ref('int_activity_gaps_found') }}
),

-- The id comes from the first event, so that a late event elsewhere cannot renumber it.
anchored as (
    select
        {{ columns | join(', ') }},
        max(case when is_first then event_id end) over (
            partition by source_name, actor_id, conversation_key, session_number
        ) as first_event_id
    from numbered
)

select
    {{ columns | join(', ') }},
    {{ trusted_session_id() }} as session_id
from {{ ref('int_events_selected') }}
where is_activity and source_session_id is not null
union all
select
    {{ columns | join(', ') }},
    {{ text_hash(
        "'inferred|' || source_name || '|' || actor_id || '|' "
        ~ "|| conversation_key || '|' || first_event_id"
    ) }} as session_id
from anchored
