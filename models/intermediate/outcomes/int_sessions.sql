{{ laid_out_by('session_date') }}
-- depends_on: {{ ref('int_actor_days_before') }}
-- depends_on: {{ ref('int_sessions_restated') }}, {{ ref('int_sessions_trusted') }}
-- depends_on: {{ ref('int_sessions_in_scope') }}
select
    *,
    cast(started_at as date) as session_date
from {{
    ref('int_sessions_restated') if is_increment() else ref('int_sessions_trusted')
}}
{{ require_made('int_sessions_restated') }}
{{ in_order_of('session_date') }}
