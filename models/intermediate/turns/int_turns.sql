{{ laid_out_by('submitted_date') }}
-- depends_on: {{ ref('int_actor_days_before') }}
-- depends_on: {{ ref('int_turns_restated') }}, {{ ref('int_turns_paired') }}
-- depends_on: {{ ref('int_sessions_in_scope') }}
select *
from {{ ref('int_turns_restated') if is_increment() else ref('int_turns_paired') }}
{{ require_made('int_turns_restated') }}
{{ in_order_of('submitted_date') }}
