"""What two tables say of the same thing, which must be the same.

The recount does not publish every column. These queries come to such a column by
another way, from the tables below it as an analyst would; each pair is the mart's rows
and the rows expected.
"""

AGREEMENTS = {
    "clusters": (
        "select metric_name, dimension_name, dimension_value, metric_date,"
        " count_clusters from fct_metrics_daily"
        " where interval_method is distinct from 'order_statistics'",
        "select metric_name, dimension_name, dimension_value, metric_date,"
        " count_clusters from fct_metric_cells_daily where denominator <> 0",
    ),
    "clusters of quantiles": (
        "select distinct count_clusters from fct_metrics_by_period"
        " where interval_method = 'order_statistics'",
        "select null",
    ),
    "ids of feedback": (
        "select source_name, event_id, message_id, conversation_id from fct_feedback",
        "select source_name, event_id, message_id, conversation_id from int_events"
        " where event_name = 'feedback_given'",
    ),
    "open turns": (
        "select turn_id, is_open from fct_turns",
        "select turn_id, s.is_open from fct_turns join fct_sessions s"
        " using (session_id)",
    ),
    "days": (
        "select session_id, session_date, null from fct_sessions"
        " union all select turn_id, submitted_date, is_answered from fct_turns",
        "select session_id, cast(started_at as date), null from fct_sessions"
        " union all select turn_id, cast(submitted_at as date),"
        " answered_at is not null from fct_turns",
    ),
    "users": (
        """
        select
            actor_id, is_identified, count_events, first_seen_at, last_seen_at,
            count_sessions, count_engaged_sessions, count_resolved_sessions,
            count_turns, count_active_days, first_active_date, last_active_date
        from dim_users
        """,
        """
        with events as (
            select
                coalesce(user_id, anonymous_id) as actor_id,
                bool_or(user_id is not null) as is_identified,
                count(*) as count_events,
                min(occurred_at) as first_seen_at,
                max(occurred_at) as last_seen_at
            from int_events group by all
        ),
        sessions as (
            select *, is_engaged and not is_open as counts from fct_sessions
        )
        select
            events.*,
            count(session_id),
            count(*) filter (counts),
            count(*) filter (counts and is_resolved),
            coalesce(sum(count_turns), 0),
            count(distinct session_date) filter (counts and s.is_identified),
            min(session_date) filter (counts and s.is_identified),
            max(session_date) filter (counts and s.is_identified)
        from events left join sessions as s using (actor_id) group by all
        """,
    ),
    "versions": (
        """
        select
            model_version_id, model_name, model_version, count_turns,
            count_answered_turns, first_seen_at, last_seen_at
        from dim_model_versions
        """,
        """
        select
            md5(concat(name, '|', version)), name, version, count(*),
            count(*) filter (is_answered), min(submitted_at), max(submitted_at)
        from (
            select
                *,
                coalesce(model_name, '(unknown)') as name,
                coalesce(model_version, '(unknown)') as version
            from fct_turns
        ) group by name, version
        """,
    ),
    "the first response": (
        "select session_id, first_response_latency_ms from fct_sessions"
        " where first_response_latency_ms is not null",
        "select session_id, response_latency_ms from fct_turns"
        " where turn_number = 1 and response_latency_ms is not null",
    ),
    "periods": (
        "select distinct period_kind, period_start, period_end"
        " from fct_metrics_by_period",
        """
        select distinct
            period_kind,
            period_start,
            cast(
                case period_kind
                    when 'rolling_7_days' then period_start + 6
                    when 'rolling_28_days' then period_start + 27
                    when 'iso_week' then period_start + 6
                    when 'month' then last_day(period_start)
                end as date
            )
        from fct_metrics_by_period
        """,
    ),
    **{
        f"definitions in {mart}": (
            "select distinct metric_name, unit, target_operator, target_value,"
            f" definition_version from {mart}",
            "select metric_name, unit, target_operator, target_value,"
            " definition_version from metric_definitions"
            f" where metric_name in (select metric_name from {mart})",
        )
        for mart in ("fct_metrics_daily", "fct_metrics_by_period")
    },
    "intervals from the public cells": (
        """
        select
            metric_name, dimension_name, dimension_value, metric_date, numerator,
            denominator, metric_value, interval_low, interval_high
        from fct_metrics_daily where interval_method = 'delta_by_actor_day'
        """,
        """
        with ratios as (
            select *, numerator / denominator as r, r - moment_center as s
            from fct_metric_cells_daily join metric_definitions using (metric_name)
            where kind <> 'proportion' and denominator <> 0 and count_clusters > 1
        ),
        squares as (
            select
                *,
                sum_residual_squares - 2 * s * sum_residual_denominator_products
                + s * s * sum_denominator_squares as q,
                sum_residual_squares + s * s * sum_denominator_squares as scale,
                case when q <= 1e-12 * scale then 0 else 1.959963984540054 * sqrt(
                    count_clusters * q / (count_clusters - 1)
                ) / abs(denominator) end as h
            from ratios
        )
        select
            metric_name, dimension_name, dimension_value, metric_date, numerator,
            denominator, multiplier * r,
            multiplier
            * case when unit in ('share', 'percent') then greatest(r - h, 0)
                else r - h end,
            multiplier
            * case when unit in ('share', 'percent') then least(r + h, 1)
                else r + h end
        from squares
        """,
    ),
    "quantiles from the public histogram": (
        "select metric_name, dimension_name, dimension_value, metric_date,"
        " sample_size, metric_value from fct_metrics_daily"
        " where interval_method = 'order_statistics'",
        """
        with ranked as (
            select
                *,
                sum(count_values) over (partition by cell order by bucket_value)
                    as last_rank,
                sum(count_values) over (partition by cell) as n
            from (
                select
                    *, (measure_name, dimension_name, dimension_value, metric_date)
                        as cell
                from fct_metric_histograms_daily
            )
        )
        select
            metric_name, dimension_name, dimension_value, metric_date, n,
            min(bucket_value) filter (last_rank >= ceil(n * quantile))
        from ranked join metric_definitions on numerator_measure = measure_name
        where kind = 'quantile'
        group by metric_name, dimension_name, dimension_value, metric_date, n
        """,
    ),
    "the scorecard": (
        """
        select
            metric_name, label, period_kind, heart_dimension, unit,
            better_direction, target_operator, definition_version, is_mature,
            period_start, sample_size, status, change_verdict, metric_value,
            interval_low, interval_high, target_value, previous_value, value_change
        from rpt_metric_scorecard
        """,
        """
        with published as (
            select 'day' as period_kind, metric_date as period_start, *
            from fct_metrics_daily
            union all by name
            select * from fct_metrics_by_period where period_kind = 'iso_week'
        ),
        complete as (
            select * from published where dimension_name = 'overall' and is_complete
        ),
        latest as (
            select
                period_kind, max(period_start) as period_start,
                if(period_kind = 'day', 1, 7) as days
            from complete group by all
        )
        select
            d.metric_name, label, period_kind, heart_dimension, d.unit,
            better_direction, d.target_operator, d.definition_version, now.is_mature,
            period_start, coalesce(now.sample_size, 0),
            coalesce(
                now.status,
                if(now.metric_value is null, 'not enough data', null)
            ),
            case
                when
                    now.interval_low is null
                    or now.interval_high is null
                    or earlier.interval_low is null
                    then null
                when now.interval_low > earlier.interval_high
                    then if(better_direction = 'higher', 'better', 'worse')
                when now.interval_high < earlier.interval_low
                    then if(better_direction = 'higher', 'worse', 'better')
                else 'within the noise'
            end,
            now.metric_value, now.interval_low, now.interval_high, d.target_value,
            earlier.metric_value, now.metric_value - earlier.metric_value
        from latest
        cross join metric_definitions as d
        left join complete as now using (metric_name, period_kind, period_start)
        left join complete as earlier on
            earlier.metric_name = d.metric_name
            and earlier.period_kind = latest.period_kind
            and earlier.period_start = latest.period_start - days
        """,
    ),
    "the diagnosis": (
        """
        select
            metric_name, label, problem, what_to_look_at, status, change_verdict,
            is_mature, period_start, sample_size, is_revealed,
            worst_dimension_name, worst_dimension_value, worst_segment_sample_size,
            metric_value, interval_low, interval_high, target_value,
            distance_from_target, worst_segment_value
        from rpt_metric_diagnosis
        """,
        """
        with segments as (
            select m.*, d.better_direction, s.metric_value as whole
            from fct_metrics_by_period as m
            join metric_definitions as d using (metric_name)
            join rpt_metric_scorecard as s
                using (metric_name, period_kind, period_start)
            where m.period_kind = 'iso_week' and m.dimension_name <> 'overall'
            qualify row_number() over (
                partition by metric_name
                order by
                    if(d.better_direction = 'higher', 1, -1)
                    * (m.metric_value - whole) * sqrt(m.sample_size),
                    m.dimension_name, m.dimension_value
            ) = 1
        )
        select
            metric_name, label, problem, what_to_look_at, s.status, change_verdict,
            s.is_mature, s.period_start, s.sample_size,
            coalesce(s.status, '') = 'missed' or coalesce(change_verdict, '') = 'worse',
            w.dimension_name, w.dimension_value, w.sample_size, s.metric_value,
            s.interval_low, s.interval_high, s.target_value,
            s.metric_value - s.target_value, w.metric_value
        from problem_metrics
        join rpt_metric_scorecard as s using (metric_name)
        left join segments as w using (metric_name)
        where s.period_kind = 'iso_week'
        """,
    ),
    "unhandled intents": (
        """
        select
            intent_name, count_turns, count_unhandled_turns, count_sessions,
            count_unhandled_sessions, first_unhandled_date, last_unhandled_date,
            unhandled_rate, task_completion_rate, resolution_rate, escalation_rate,
            abandonment_rate, share_of_incomplete_sessions, example_session_id_1,
            example_session_id_2, example_session_id_3
        from rpt_unhandled_intents
        """,
        """
        with sessions as (
            select * from fct_sessions where is_engaged and not is_open
        ),
        by_session as (
            select
                s.*, t.intent_name as intent, count(*) as n,
                count(*) filter (not is_intent_handled) as unhandled,
                min(submitted_date) filter (not is_intent_handled) as first_date,
                max(submitted_date) filter (not is_intent_handled) as last_date
            from fct_turns as t join sessions as s using (session_id)
            where t.intent_name is not null group by all
        ),
        by_intent as (
            select
                intent, sum(n), sum(unhandled), count(*),
                count(*) filter (unhandled > 0), min(first_date), max(last_date),
                list(session_id order by started_at desc, session_id)
                    filter (unhandled > 0 and not is_task_completed) as ids,
                sum(unhandled) / sum(n),
                avg(is_task_completed::int), avg(is_resolved::int),
                avg(is_escalated::int), avg(is_abandoned::int),
                count(*) filter (not is_task_completed) / nullif(
                    (select count(*) from sessions where not is_task_completed), 0
                )
            from by_session group by intent having sum(unhandled) > 0
        )
        select
            * exclude (ids), ids[1], ids[2], ids[3]
        from by_intent
        """,
    ),
}
