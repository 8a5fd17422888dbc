{{ laid_out_by('session_date') }}
-- depends_on: {{ ref('int_sessions_in_scope') }}, {{ ref('int_events_restated') }}
-- depends_on: {{ ref('int_events_assembled') }}
select
    {{ delivery_columns('event') | join(', ') }},
    session_id,
    scope_id,
    turn_id,
    event_number,
    session_date
from {{
    ref('int_events_restated') if is_increment() else ref('int_events_assembled')
}}
where {{ is_of_slice(
    'occurred_at', 0, slices_of_events(), type_utc_timestamp()
) }}
{{ require_made('int_events_restated') }}
