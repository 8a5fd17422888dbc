-- depends_on: {{ ref('int_user_day_changes') }}
select * from {{ ref('int_user_days_restated') }}
{{ require_made('int_user_days_restated', 'metrics') }}
