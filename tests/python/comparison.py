"""Holds the tables of a warehouse against the independent recount of its raw rows."""

import math
from collections.abc import Mapping
from typing import Any

import duckdb

from reference import Recount

SESSION_FACTS = (
    "source_name",
    "actor_id",
    "conversation_id",
    "model_name",
    "model_version",
    "channel",
    "locale",
    "app_version",
    "intent_name",
    "session_outcome",
    "resolution_basis",
    "count_turns",
    "turns_to_resolution",
    "trust_score",
    "is_identified",
    "is_clocked",
    "is_open",
    "is_engaged",
    "is_resolved",
    "is_reopened",
    "is_escalated",
    "is_contained",
    "is_abandoned",
    "is_task_completed",
    "is_first_response_good",
    "has_error",
    "has_help_request",
    "has_goal_completed",
    "has_feedback",
    "has_survey_shown",
    "has_survey_response",
    "session_date",
    "started_at",
    "ended_at",
)
TURN_FACTS = (
    "session_id",
    "source_name",
    "actor_id",
    "turn_number",
    "model_name",
    "model_version",
    "prompt_version",
    "channel",
    "locale",
    "app_version",
    "intent_name",
    "expected_intent_name",
    "intent_confidence",
    "response_latency_ms",
    "time_to_first_token_ms",
    "count_messages",
    "count_tool_calls",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "is_answered",
    "is_error",
    "is_retry",
    "is_regenerated",
    "is_rephrased",
    "is_correction",
    "is_copied",
    "is_thumbed_down",
    "is_intent_handled",
    "is_intent_correct",
    "has_help_request",
    "has_escalation_request",
    "submitted_at",
)
FEEDBACK_FACTS = (
    "actor_id",
    "session_id",
    "turn_id",
    "feedback_kind",
    "feedback_value",
    "previous_feedback_value",
    "feedback_scale_min",
    "feedback_scale_max",
    "feedback_target",
    "feedback_source",
    "is_current",
    "feedback_date",
)
METRIC_FACTS = (
    "metric_value",
    "numerator",
    "denominator",
    "sample_size",
    "interval_low",
    "interval_high",
    "status",
    "is_complete",
    "is_mature",
)


def same(ours: Any, theirs: Any, tolerance: float = 1e-9) -> bool:
    """Equal; numbers to the tolerance, relative or (about 0) absolute."""
    numeric = (int, float)
    if isinstance(ours, numeric) and isinstance(theirs, numeric):
        return math.isclose(ours, theirs, rel_tol=tolerance, abs_tol=tolerance)
    return ours == theirs


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def assert_same_rows(ours: list[tuple], theirs: list[tuple], subject: str) -> None:
    """Rows and facts alike, whatever order they came in.

    A sum in another order may differ in its last digit. Rows are therefore put beside
    one another by everything but their floating numbers, which then are held to `same`.
    """

    def place(row: tuple) -> tuple:
        exact = (fact for fact in row if not isinstance(fact, float))
        return tuple((fact is not None, str(fact)) for fact in exact)

    assert ours, f"{subject}: nothing to compare"
    assert len(ours) == len(theirs), subject
    pairs = zip(sorted(ours, key=place), sorted(theirs, key=place), strict=True)
    for row, other in pairs:
        assert all(map(same, row, other)), f"{subject}: {row!r} is not {other!r}"


def assert_same_answers(ours, theirs, query: str) -> None:
    """One query on two warehouses has the same rows for an answer."""
    answers = (connection.execute(query).fetchall() for connection in (ours, theirs))
    assert_same_rows(*answers, query)


def differences(
    ours: Mapping[Any, Mapping[str, Any]],
    theirs: Mapping[Any, Mapping[str, Any]],
    facts: tuple[str, ...],
) -> list[str]:
    """What differs, one line a key or fact; nothing when the two are the same."""
    found = [f"{key}: only in the warehouse" for key in ours.keys() - theirs.keys()]
    found += [f"{key}: only in the recount" for key in theirs.keys() - ours.keys()]
    for key in ours.keys() & theirs.keys():
        for fact in facts:
            if not same(ours[key][fact], theirs[key][fact]):
                found.append(
                    f"{key}: {fact} is {ours[key][fact]!r},"
                    f" the recount says {theirs[key][fact]!r}"
                )
    return sorted(found)


def ledger_differences(connection, recount: Recount) -> list[str]:
    ours = {
        (row["source_name"], row["received_date"]): {
            "raw": row["count_raw"],
            "accepted": row["count_accepted"],
            "duplicates": row["count_duplicates"],
            "conflicting_duplicates": row["count_conflicting"],
            "quarantined": row["count_quarantined"],
        }
        for row in fetch(connection, "select * from rpt_event_ledger")
    }
    facts = ("raw", "accepted", "duplicates", "conflicting_duplicates", "quarantined")
    reasons = {
        (row["source_name"], row["received_date"], row["quarantine_reason"]): {
            "rows": row["count_rows"]
        }
        for row in fetch(
            connection,
            "select source_name, received_date, quarantine_reason,"
            " count(*) as count_rows from fct_quarantined_events group by all",
        )
    }
    counted = {key: {"rows": count} for key, count in recount.quarantine.items()}
    lateness = {
        (row["source_name"], row["received_date"], row["lag_bucket"]): {
            "deliveries": row["count_deliveries"],
            "events": row["count_events"],
            "late": row["count_late_events"],
            "past_horizon": row["count_past_horizon"],
        }
        for row in fetch(connection, "select * from rpt_late_events")
    }
    return (
        differences(ours, recount.ledger, facts)
        + differences(reasons, counted, ("rows",))
        + differences(
            lateness,
            recount.lateness,
            ("deliveries", "events", "late", "past_horizon"),
        )
    )


def entity_differences(connection, recount: Recount) -> list[str]:
    sessions = fetch(connection, "select * from fct_sessions")
    turns = fetch(connection, "select * from fct_turns")
    feedback = fetch(connection, "select * from fct_feedback")
    return (
        differences(
            {row["session_id"]: row for row in sessions},
            recount.sessions,
            SESSION_FACTS,
        )
        + differences({row["turn_id"]: row for row in turns}, recount.turns, TURN_FACTS)
        + differences(
            {(row["source_name"], row["event_id"]): row for row in feedback},
            recount.feedback,
            FEEDBACK_FACTS,
        )
    )


def metric_differences(connection, recount: Recount, periods) -> list[str]:
    rows = []
    if "day" in periods:
        rows += fetch(
            connection,
            "select *, 'day' as period_kind, metric_date as period_start"
            " from fct_metrics_daily",
        )
    rows += [
        row
        for row in fetch(connection, "select * from fct_metrics_by_period")
        if row["period_kind"] in periods
    ]
    ours = {
        (
            row["period_kind"],
            row["period_start"],
            row["metric_name"],
            row["dimension_name"],
            row["dimension_value"],
        ): row
        for row in rows
    }
    assert len(ours) == len(rows), "two rows for one metric"
    found = differences(ours, recount.metrics, METRIC_FACTS)
    for key in ours.keys() & recount.metrics.keys():
        exact = recount.metrics[key].get("exact_value")
        if exact is not None and not same(ours[key]["metric_value"], exact, 0.01):
            found.append(f"{key}: more than 1 % from the exact quantile {exact}")
    return found


def retention_differences(connection, recount: Recount) -> list[str]:
    ours = {
        (row["cohort_week"], row["week_number"]): {
            "counts": (row["cohort_size"], row["count_active_users"])
        }
        for row in fetch(connection, "select * from fct_retention_weekly")
    }
    theirs = {
        key: {"counts": tuple(counts)} for key, counts in recount.retention.items()
    }
    return differences(ours, theirs, ("counts",))


def assert_same(connection, recount: Recount, periods=("day",)) -> None:
    """Every table that the recount covers; shows the first differences."""
    found = (
        ledger_differences(connection, recount)
        + entity_differences(connection, recount)
        + metric_differences(connection, recount, periods)
        + retention_differences(connection, recount)
    )
    shown = "\n".join(found[:20])
    assert not found, f"{len(found)} differences, such as\n{shown}"
