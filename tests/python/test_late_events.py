"""How late events come, and what they change of what was shown before.

One small history in three loads, with a horizon of 30 days. What each run changed is
written out by hand; how late the events came has to be the same in any order of loads.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from comparison import fetch
from conftest import PROJECT, open_warehouse
from increments import (
    BUILD,
    Builds,
    Warehouse,
    changes,
    differences,
    expect_none,
    recount_differences,
    snapshot,
)
from reference import Settings, recount
from strategies import Row

HORIZON = {"lateness_horizon_days": 30}
SETTINGS = Settings(lateness_horizon_days=30)
FATES = ("opened", "continued", "closed", "restated", "split", "merged", "removed")


def row(event_id: str, at: str, received: str | None = None, **columns: str) -> Row:
    """A message at "d hh:mm" of March 2026, received at once if not said otherwise.

    The user is named by the event's id up to its number, and has one conversation.
    """

    def moment(words: str) -> str:
        day, clock = words.split()
        return f"2026-03-{int(day):02d} {clock}:00"

    user = event_id.rstrip("0123456789")
    return {
        "source_name": "web",
        "event_id": event_id,
        "event_name": "message_sent",
        "occurred_at": moment(at),
        "received_at": moment(received or at),
        "user_id": user,
        "conversation_id": user,
    } | columns


ANSWER = {"event_name": "response_generated"}
# An event that is in no session: time passes with it, and nothing else happens.
EXPOSED = {"event_name": "experiment_exposed"}
# The 40th and the 45th of March.
LATER = {"received_at": "2026-04-09 09:00:00"}
MUCH_LATER = {"received_at": "2026-04-14 09:00:00"}

LOADS = [
    [
        # Two sessions, 50 minutes apart.
        row("ann1", "2 10:00"),
        row("ann2", "2 10:50"),
        # One session of three messages, the second in the middle.
        row("bob1", "2 11:00"),
        row("bob2", "2 11:25"),
        row("bob3", "2 11:50"),
        row("cid1", "2 12:00"),
        row("dan1", "2 13:00"),
        row("eve1", "2 14:00"),
        # Resolved: answered, and nothing came after it.
        row("gus1", "2 15:00"),
        row("gus2", "2 15:01", **ANSWER),
        row("hal1", "2 16:00"),
        # Still open at the end of the load.
        row("fay1", "4 08:50"),
        row("witness1", "4 08:55", **EXPOSED),
    ],
    [
        # A bridge, 25 minutes from both of its sessions.
        row("ann3", "2 10:25", "4 09:00"),
        # The second message turns out to have been sent and received before the first.
        row("bob2", "2 10:58"),
        # Hours after the session, and within it.
        row("cid2", "2 18:00", "4 09:00"),
        row("dan2", "2 13:10", "4 09:00"),
        # The user came back within a day: the session before is not resolved any more.
        row("gus3", "2 20:00", "4 09:00"),
        # A day late to the minute is not late, for an event of the day before.
        row("ida1", "3 09:05", "4 09:05"),
        # Past the horizon of 30 days: a new event, and a known one again.
        row("eve2", "2 14:05") | LATER,
        row("eve1", "2 14:00") | LATER,
        # Nobody can use it, however late it is.
        row("eve3", "2 14:05", latency_ms="fast") | LATER,
        row("fay2", "4 09:10"),
    ],
    # Within the horizon to the minute, and a source without a clock.
    [
        row("jon1", "15 09:00") | MUCH_LATER,
        row("kim1", "4 10:00", occurred_at="", sequence_number="1"),
    ],
]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    with Builds(tmp_path_factory.mktemp("dbt")) as ways:
        yield ways


def run(warehouse: Warehouse, *command: str) -> None:
    warehouse.run(*command, variables=HORIZON)


def log_of(warehouse: Warehouse, after: int = 0) -> dict[tuple, dict[str, int]]:
    """What runs after the numbered one changed: (day, cause) -> fate -> sessions."""
    found: dict[tuple, dict[str, int]] = {}
    with open_warehouse(warehouse.database) as connection:
        lines = fetch(
            connection,
            "select * from rpt_session_restatements"
            f" where run_number > {after} order by all",
        )
    for line in lines:
        counts = found.setdefault((line["session_date"], line["restatement_cause"]), {})
        for fate in ("sessions",) if line["count_opened"] is None else FATES:
            if count := line[f"count_{fate}"]:
                counts[fate] = counts.get(fate, 0) + count
    return found


def rows_of_log(warehouse: Warehouse) -> set[tuple]:
    with open_warehouse(warehouse.database) as connection:
        return set(connection.execute("from rpt_session_restatements").fetchall())


@dataclass(frozen=True)
class Grown:
    """The warehouse after all loads, its file after the first, and what was seen."""

    warehouse: Warehouse
    first: Path
    after_first: int
    logs: list[dict]
    from_recount: list[list[str]]


def last_run(warehouse: Warehouse) -> int:
    with open_warehouse(warehouse.database) as connection:
        (number,) = connection.execute(
            "select max(run_number) from int_run_state where entry_name = 'run'"
        ).fetchone()
    return number


@pytest.fixture(scope="module")
def grown(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    folder = tmp_path_factory.mktemp("late")
    warehouse = Warehouse(builds.dbt, folder / "grown")
    first = folder / "first.duckdb"
    found = Grown(warehouse, first, 1, [], [])
    for number, rows in enumerate(LOADS):
        before = last_run(warehouse) if number else 0
        warehouse.append(rows)
        run(warehouse, *(() if number else BUILD))
        if number == 0:
            shutil.copy(warehouse.database, first)
        expected = recount(warehouse.rows, SETTINGS, PROJECT / "seeds", ("day",))
        with open_warehouse(warehouse.database) as connection:
            found.from_recount.append(recount_differences(connection, expected))
        found.logs.append(log_of(warehouse, before))
    return found


DAY_2, DAY_3, DAY_4 = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


def test_a_first_build_is_logged_as_one(grown: Grown) -> None:
    assert grown.logs[0] == {
        (DAY_2, "full build"): {"sessions": 8},
        (DAY_4, "full build"): {"sessions": 1},
    }


def test_what_late_events_change_is_logged_by_day_and_cause(grown: Grown) -> None:
    """Hal and eve are not in it: nothing of theirs changed."""
    assert grown.logs[1] == {
        # Cid's and gus's later sessions; dan's; ann's two, which are one now.
        (DAY_2, "late event"): {"opened": 2, "restated": 1, "merged": 2},
        # Bob's, by a delivery that was in time.
        (DAY_2, "timely event"): {"split": 1},
        # Gus's first, which his second reopens.
        (DAY_2, "no new event"): {"restated": 1},
        (DAY_3, "timely event"): {"opened": 1},
        (DAY_4, "timely event"): {"continued": 1},
    }


def test_time_passing_is_logged_as_no_event(grown: Grown) -> None:
    assert grown.logs[2] == {
        (DAY_4, "no new event"): {"closed": 1},
        (DAY_4, "timely event"): {"opened": 1},
        (date(2026, 3, 15), "late event"): {"opened": 1},
    }


def test_how_late_events_came_is_counted_by_day_of_receipt(grown: Grown) -> None:
    with open_warehouse(grown.warehouse.database) as connection:
        lines = connection.execute(
            "select cast(received_date as varchar), lag_bucket, lag_up_to_hours,"
            " count_deliveries, count_events, count_late_events, count_past_horizon"
            " from rpt_late_events"
        ).fetchall()

    assert set(lines) == {
        # Bob's second message came twice.
        ("2026-03-02", "up to 1 hour", 1, 12, 11, 0, 0),
        ("2026-03-04", "up to 1 hour", 1, 3, 3, 0, 0),
        ("2026-03-04", "up to 1 day", 24, 1, 1, 0, 0),
        ("2026-03-04", "up to 3 days", 72, 4, 4, 4, 0),
        ("2026-03-04", "unknown", None, 1, 1, 0, 0),
        ("2026-04-09", "over 30 days", None, 2, 0, 0, 2),
        ("2026-04-14", "up to 30 days", 720, 1, 1, 1, 0),
    }
    assert len(lines) == 7


def test_what_is_past_the_horizon_is_kept_with_its_reason(grown: Grown) -> None:
    """A known event that comes again past it stands as it was."""
    with open_warehouse(grown.warehouse.database) as connection:
        reasons = connection.execute(
            "select event_id, quarantine_reason from fct_quarantined_events"
        ).fetchall()
        (events,) = connection.execute(
            "select list(event_id) from int_events where event_id like 'eve%'"
        ).fetchone()

    assert sorted(reasons) == [
        ("eve1", "too_late"),
        ("eve2", "too_late"),
        ("eve3", "unreadable_value"),
    ]
    assert events == ["eve1"]


@pytest.mark.parametrize("load", range(len(LOADS)))
def test_every_load_leaves_what_is_recounted(grown: Grown, load: int) -> None:
    expect_none(grown.from_recount[load])


@pytest.mark.nightly
def test_other_orders_and_a_full_refresh_give_the_same(
    grown: Grown, builds: Builds, tmp_path: Path
) -> None:
    other = Warehouse(builds.dbt, tmp_path / "backwards")
    other.append(LOADS[2] + LOADS[1])
    run(other, *BUILD)
    other.append(LOADS[0])
    run(other)
    ours = snapshot(grown.warehouse.database, builds.marts)
    backwards = snapshot(other.database, builds.marts)
    log = rows_of_log(other)
    run(other, "run", "--full-refresh")
    refreshed = snapshot(other.database, builds.marts)

    assert "rpt_late_events" in ours
    expect_none(differences(ours, refreshed, builds.marts))
    expect_none(differences(backwards, refreshed, builds.marts))
    # The log is kept, and says that nothing was compared.
    assert log_of(other, last_run(other) - 1) == {
        (DAY_2, "full build"): {"sessions": 10},
        (DAY_3, "full build"): {"sessions": 1},
        (DAY_4, "full build"): {"sessions": 2},
        (date(2026, 3, 15), "full build"): {"sessions": 1},
    }
    assert log and log <= rows_of_log(other)


def test_a_run_without_news_adds_nothing_to_the_log(
    grown: Grown, builds: Builds
) -> None:
    before = rows_of_log(grown.warehouse)
    stored = snapshot(grown.warehouse.database, builds.increments)
    run(grown.warehouse)
    after = snapshot(grown.warehouse.database, builds.increments)

    assert rows_of_log(grown.warehouse) == before
    expect_none(changes(stored, after))


# How far a run came before it died: each with all that comes before it.
DEATHS = [
    ("int_events",),
    *(
        pytest.param(reached, marks=pytest.mark.nightly)
        for reached in (
            ("int_session_changes",),
            ("int_session_events_before",),
            ("int_deliveries_set_aside",),
            ("int_events", "int_deliveries_set_aside", "int_turns"),
            ("int_sessions",),
            ("rpt_session_restatements",),
            ("int_deliveries_counted",),
            ("rpt_session_restatements", "int_deliveries_counted", "int_feedback"),
        )
    ),
]


@pytest.mark.parametrize("reached", DEATHS, ids="-".join)
def test_a_run_that_died_loses_nothing_of_the_log_and_doubles_nothing(
    grown: Grown, builds: Builds, tmp_path: Path, reached: tuple[str, ...]
) -> None:
    warehouse = Warehouse(builds.dbt, tmp_path / "died")
    shutil.copy(grown.first, warehouse.database)
    warehouse.rows += LOADS[0]
    warehouse.append(LOADS[1])
    run(warehouse, "run", "--select", *(f"+{name}" for name in reached))
    if reached == ("int_events",):
        # And once more, a little further.
        run(warehouse, "run", "--select", "+int_sessions")
    run(warehouse)

    assert log_of(warehouse, grown.after_first) == grown.logs[1]
    expected = recount(warehouse.rows, SETTINGS, PROJECT / "seeds", ("day",))
    with open_warehouse(warehouse.database) as connection:
        expect_none(recount_differences(connection, expected))


# Runs that die between the two tables of known deliveries, one or two before the next
# that does not.
DIED = ("run", "--select", "+int_deliveries_set_aside")
REFRESH_DIED = ("run", "--full-refresh", "--select", "+int_deliveries_set_aside")
REFRESH_BEGAN = ("run", "--full-refresh", "--select", "+int_load_hour_changes")
DEATHS_BETWEEN_TABLES = [
    [[DIED], [REFRESH_DIED]],
    pytest.param([[DIED, REFRESH_BEGAN], [DIED, DIED]], marks=pytest.mark.nightly),
]


@pytest.mark.parametrize("times", DEATHS_BETWEEN_TABLES, ids=["once", "twice"])
def test_a_run_that_died_leaves_no_hour_undecided_that_has_its_number_of_rows(
    builds: Builds, tmp_path: Path, times: list[list[tuple[str, ...]]]
) -> None:
    """One message of an hour is new, another one was received before: its row of this
    hour is set aside, and is counted as an event until the events are made.
    """
    warehouse = Warehouse(builds.dbt, tmp_path / "between")
    hours = range(12, 12 + 2 * len(times), 2)
    warehouse.append(
        [row(f"ann{hour}", f"2 {hour}:00") for hour in hours]
        + [row(f"bob{hour}", f"2 {hour - 1}:30", f"2 {hour}:40") for hour in hours]
    )
    run(warehouse, *BUILD)
    for hour, deaths in zip(hours, times, strict=True):
        warehouse.append(
            [
                row(f"cid{hour}", f"2 {hour}:20"),
                row(f"bob{hour}", f"2 {hour - 1}:30", f"2 {hour - 1}:50"),
            ]
        )
        for death in deaths:
            run(warehouse, *death)
        with open_warehouse(warehouse.database) as connection:
            known = connection.execute(
                "select count(*) from (from int_events select load_hour union all"
                " from int_deliveries_set_aside select load_hour)"
                f" where load_hour = '2026-03-02 {hour}:00:00'"
            ).fetchone()
        run(warehouse)

        assert known == (3,)
        expected = recount(warehouse.rows, SETTINGS, PROJECT / "seeds", ("day",))
        with open_warehouse(warehouse.database) as connection:
            expect_none(recount_differences(connection, expected))


def test_sessions_whose_events_are_gone_are_logged_as_removed(
    grown: Grown, builds: Builds, tmp_path: Path
) -> None:
    warehouse = Warehouse(builds.dbt, tmp_path / "gone")
    shutil.copy(grown.first, warehouse.database)
    warehouse.rows += LOADS[0]
    places = [n for n, given in enumerate(LOADS[0]) if given["event_id"] == "hal1"]
    warehouse.remove(places)
    run(warehouse)

    assert log_of(warehouse, grown.after_first) == {
        (DAY_2, "no new event"): {"removed": 1}
    }
