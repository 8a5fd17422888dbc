{#- The events of every session that this run makes anew. #}
-- depends_on: {{ ref('int_events') }}, {{ ref('int_events_restated') }}
select
    {{ delivery_columns('event') | join(', ') }},
    session_id,
    scope_id,
    turn_id,
    event_number,
    session_date
from {{ ref('int_events_restated') if is_increment() else ref('int_events') }}
