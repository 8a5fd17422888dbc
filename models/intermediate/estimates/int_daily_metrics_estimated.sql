{{ laid_out_by('period_start') }}
{{ require_made('int_days_in_scope', 'metrics') }}
select *
from {{ ref('int_metrics_estimated') }}
where
    period_kind = 'day'
    and {{ is_day_in_scope('period_start') }}
