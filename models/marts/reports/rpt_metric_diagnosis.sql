select
    ---------- strings
    scorecard.metric_name,
    scorecard.label,
    problem_metrics.problem,
    problem_metrics.what_to_look_at,
    scorecard.status,
    scorecard.change_verdict,
    segments.dimension_name as worst_dimension_name,
    segments.dimension_value as worst_dimension_value,
    ---------- numerics
    scorecard.metric_value,
    scorecard.interval_low,
    scorecard.interval_high,
    scorecard.sample_size,
    scorecard.target_value,
    scorecard.metric_value - scorecard.target_value as distance_from_target,
    segments.metric_value as worst_segment_value,
    cast(segments.sample_size as {{ dbt.type_bigint() }})
        as worst_segment_sample_size,
    ---------- booleans
    coalesce(scorecard.status = 'missed' or scorecard.change_verdict = 'worse', false)
        as is_revealed,
    scorecard.is_mature,
    ---------- dates
    scorecard.period_start
from {{ ref('problem_metrics') }} as problem_metrics
-- A problem shows in a missed target, or in a change for the worse beyond the noise.
inner join {{ ref('rpt_metric_scorecard') }} as scorecard
    on
        problem_metrics.metric_name = scorecard.metric_name
        and scorecard.period_kind = 'iso_week'
left join {{ ref('int_metric_segments_ranked') }} as segments
    on
        scorecard.metric_name = segments.metric_name
        and segments.segment_number = 1
