"""Every published number against an independent recount from the raw rows."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import AGREEMENTS
from comparison import assert_same, assert_same_answers, assert_same_rows
from compiled_project import CompiledProject
from conftest import PROJECT
from reference import Recount, Settings, recount
from strategies import histories, random_history

SEEDS = PROJECT / "seeds"
DEMO = SEEDS / "demo" / "demo_interaction_events.csv"
PERIODS = ("day", "rolling_7_days", "rolling_28_days", "iso_week", "month")
PACKED_HISTORIES = 240
UNTRIMMED = ("event_id", "text")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> CompiledProject:
    return CompiledProject(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(scope="module")
def other_variables() -> dict[str, object]:
    """Every threshold away from its default, so that none can be written out."""
    return {
        "session_timeout_minutes": 45,
        "reopen_window_hours": 2,
        "completion_turns": 1,
        "repeat_window_days": 3,
        "feedback_window_days": 2,
        "clock_tolerance_minutes": 1,
        "event_horizon_date": "2019-06-30",
        "csat_scale": [1, 10],
        "as_of": "2026-04-01 00:30:00",
        "metric_dimensions": ["channel", "intent"],
    }


def pack(seeds: Iterator[int], first_day: date, days_apart: int) -> list[dict]:
    """Many histories as one raw table: each its own source, users and weeks."""
    rows = []
    for place, seed in enumerate(seeds):
        start = first_day + timedelta(days=days_apart * place)
        rows += random_history(seed, f"source{seed}", start)
    return rows


def test_every_metric_of_the_demo_is_the_recounted_one(demo_warehouse) -> None:
    with DEMO.open(encoding="utf-8", newline="") as lines:
        rows = [
            {name: value or None for name, value in row.items()}
            for row in csv.DictReader(lines)
        ]
    expected = recount(rows, Settings(salt="salt of the tests"), SEEDS, PERIODS)

    assert {key[0] for key in expected.metrics} == set(PERIODS)
    assert_same(demo_warehouse, expected, PERIODS)


def test_packed_histories_are_the_recounted_ones(project: CompiledProject) -> None:
    rows = pack(iter(range(PACKED_HISTORIES)), date(2026, 1, 5), 7)

    assert_same(project.run(rows), recount(rows, Settings(), SEEDS, ("day",)), ("day",))


def test_longer_periods_are_the_recounted_ones(project: CompiledProject) -> None:
    rows = pack(iter(range(1000, 1016)), date(2026, 1, 28), 2)

    assert_same(project.run(rows), recount(rows, Settings(), SEEDS, PERIODS), PERIODS)


def test_other_thresholds_are_heeded(
    tmp_path: Path, other_variables: dict[str, object]
) -> None:
    rows = pack(iter(range(2000, 2060)), date(2026, 1, 5), 3)
    chosen = Settings(
        csat_scale_min=1,
        csat_scale_max=10,
        metric_dimensions=("channel", "intent"),
        **{
            name: value
            for name, value in other_variables.items()
            if name not in ("csat_scale", "metric_dimensions")
        },
    )
    expected: Recount = recount(rows, chosen, SEEDS, ("day",))

    assert any(session["is_open"] for session in expected.sessions.values())
    assert_same(CompiledProject(tmp_path, other_variables).run(rows), expected)


@settings(
    max_examples=25,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(histories(source_name="chat"), min_size=1, max_size=3))
def test_any_history_is_the_recounted_one(project: CompiledProject, parts) -> None:
    """Several histories of one source and the same users, colliding as they like."""
    rows = [row for part in parts for row in part]

    assert_same(project.run(rows), recount(rows, Settings(), SEEDS, ("day",)))


def test_the_order_of_arrival_in_the_file_does_not_matter(
    project: CompiledProject,
) -> None:
    rows = pack(iter(range(3000, 3020)), date(2026, 1, 5), 7)
    tables = ("fct_sessions", "fct_turns", "fct_feedback", "fct_metrics_daily")

    forwards, backwards = project.run(rows), project.run(rows[::-1])

    for table in tables:
        assert_same_answers(forwards, backwards, f"select * from {table}")


def test_blanks_around_a_value_are_no_part_of_it(project: CompiledProject) -> None:
    rows = pack(iter(range(20)), date(2026, 1, 5), 7)
    padded = [
        {
            name: f"\t{value} \r\n" if value and name not in UNTRIMMED else value
            for name, value in row.items()
        }
        for row in rows
    ]
    expected = recount(padded, Settings(), SEEDS, ("day",))

    assert expected.sessions == recount(rows, Settings(), SEEDS, ("day",)).sessions
    assert_same(project.run(padded), expected)


def test_an_early_horizon_reaches_up_to_now(tmp_path: Path) -> None:
    """The clock of a device at its zero, and today: more days than most calendars."""
    rows = pack(iter(range(3)), date(2026, 1, 5), 7)
    rows += pack(iter(range(3, 5)), date(1970, 1, 2), 7)
    horizon = {"event_horizon_date": "1970-01-01"}
    expected = recount(rows, Settings(**horizon), SEEDS, ("day",))

    days = {key[1] for key in expected.metrics}
    assert min(days) < date(1971, 1, 1) and max(days) > date(2026, 1, 1)
    assert_same(CompiledProject(tmp_path, horizon).run(rows), expected)


def test_a_conflict_at_one_time_is_settled_as_the_recount_does(
    project: CompiledProject,
) -> None:
    rows = pack(iter(range(20)), date(2026, 1, 5), 7)
    others = [
        dict(row, channel=channel)
        for row in rows
        if row.get("event_name") == "message_sent"
        for channel in ("api", " api ", "Web")
    ]
    expected = recount([*rows, *others], Settings(), SEEDS, ("day",))

    assert len({session["channel"] for session in expected.sessions.values()}) >= 3
    assert_same(project.run([*others, *rows]), expected)


@pytest.fixture(scope="module")
def warehouses(project: CompiledProject, demo_warehouse):
    """The demo, and histories in which everything is mixed."""
    packed = project.run(pack(iter(range(60)), date(2026, 1, 5), 2))
    return {"demo": demo_warehouse, "packed histories": packed}


@pytest.mark.parametrize("subject", AGREEMENTS)
@pytest.mark.parametrize("name", ["demo", "packed histories"])
def test_the_marts_agree_with_one_another(warehouses, name, subject) -> None:
    rows, expected = (
        warehouses[name].execute(query).fetchall() for query in AGREEMENTS[subject]
    )

    assert_same_rows(rows, expected, f"{subject} of the {name}")


def test_a_receipt_that_cannot_be_does_not_move_the_as_of_time(
    project: CompiledProject,
) -> None:
    rows = pack(iter(range(4)), date(2026, 1, 5), 7)
    sentinel = dict(rows[0], event_id="sentinel", received_at="9999-12-31T00:00:00Z")

    connection = project.run([*rows, sentinel])

    query = "select as_of_at from int_run_clock"
    assert (
        connection.execute(query).fetchone()
        == project.run(rows).execute(query).fetchone()
    )
    assert_same(connection, recount([*rows, sentinel], Settings(), SEEDS, ("day",)))
