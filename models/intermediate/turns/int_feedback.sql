{{ laid_out_by('session_date') }}
-- depends_on: {{ ref('int_actor_days_before') }}
-- depends_on: {{ ref('int_sessions_in_scope') }}
select * from {{ ref('int_feedback_ranked') }}
{{ require_made('int_feedback_ranked') }}
