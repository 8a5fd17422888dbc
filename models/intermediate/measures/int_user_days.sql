{{ laid_out_by('actor_id', kind='id') }}
-- depends_on: {{ ref('int_user_day_changes') }}
select * from {{ ref('int_user_days_restated') }}
{{ 'where ' ~ is_after_horizon('activity_date') if prune_horizon() }}
{{ require_made('int_user_days_restated', 'metrics') }}
