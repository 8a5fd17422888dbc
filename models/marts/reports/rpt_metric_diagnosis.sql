with

scorecard as (

    select * from {{ ref('rpt_metric_scorecard') }}

),

problem_metrics as (

    select * from {{ ref('problem_metrics') }}

),

segments as (

    select
        metric_name,
        dimension_name,
        dimension_value,
        metric_value,
        sample_size,
        period_start

    from {{ ref('fct_metrics_by_period') }}

    where
        period_kind = 'iso_week'
        and dimension_name <> 'overall'
        and coalesce(status, 'no target') <> 'not enough data'

),

-- A problem shows in a missed target, or in a change for the worse beyond the noise.
problems as (

    select
        problem_metrics.problem,
        problem_metrics.what_to_look_at,
        scorecard.*

    from problem_metrics

    inner join scorecard
        on problem_metrics.metric_name = scorecard.metric_name

    where scorecard.period_kind = 'iso_week'

),

-- The segment that costs most: its distance from the overall value times its size.
ranked_segments as (

    select
        problems.metric_name,
        segments.dimension_name,
        segments.dimension_value,
        segments.metric_value,
        segments.sample_size,
        row_number() over (
            partition by problems.metric_name
            order by
                case problems.better_direction
                    when 'higher' then 1.0e0
                    else -1.0e0
                end
                * (segments.metric_value - problems.metric_value)
                * segments.sample_size,
                segments.dimension_name,
                segments.dimension_value
        ) as segment_number

    from problems

    inner join segments
        on
            problems.metric_name = segments.metric_name
            and problems.period_start = segments.period_start

),

diagnosed as (

    select

        ---------- strings
        problems.metric_name,
        problems.label,
        problems.problem,
        problems.what_to_look_at,
        problems.status,
        problems.change_verdict,
        ranked_segments.dimension_name as worst_dimension_name,
        ranked_segments.dimension_value as worst_dimension_value,

        ---------- numerics
        problems.metric_value,
        problems.interval_low,
        problems.interval_high,
        problems.sample_size,
        problems.target_value,
        problems.metric_value - problems.target_value as distance_from_target,
        ranked_segments.metric_value as worst_segment_value,
        ranked_segments.sample_size as worst_segment_sample_size,

        ---------- booleans
        coalesce(
            problems.status = 'missed' or problems.change_verdict = 'worse', false
        ) as is_revealed,
        problems.is_mature,

        ---------- dates
        problems.period_start

    from problems

    left join ranked_segments
        on
            problems.metric_name = ranked_segments.metric_name
            and ranked_segments.segment_number = 1

)

select * from diagnosed
