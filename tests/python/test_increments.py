"""Runs on what has come so far give what one run on everything gives.

Raw rows come in batches: late, twice, in conflict, in no order. After each run every
mart is held against a full build of the same rows, and against the plain recount.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from conftest import PROJECT, open_warehouse
from increments import (
    BUILD,
    END,
    Builds,
    Case,
    Mart,
    Pack,
    Table,
    Warehouse,
    changes,
    dealt,
    differences,
    ends_of_loads,
    expect_none,
    first_loads,
    in_short,
    in_words,
    receipt,
    recount_differences,
    smallest,
    snapshot,
    sources_that_differ,
)
from reference import BEGINNING, Recount, Settings, recount
from strategies import DAY, HOUR, Row, histories, random_history

SEEDS = PROJECT / "seeds"
FIRST_DAY = date(2026, 1, 5)
LOADS = 4
HISTORIES = 100
DRAWN = 20
# Raw rows that are deleted in the end.
GONE = 80
NIGHTLY_PACKS = range(1, 11)
NIGHTLY_SPREAD_PACKS = range(4)
SPREAD_HISTORIES = 60
DAYS_APART = 3
# Of the rows, when each load but the last ends.
SHARES_LOADED = (0.6, 0.75, 0.9)
SHARE_HELD_BACK = 0.02
# In hours; that of four in ten rows is none.
LAGS = [0] * 4 + [1, 2, 5, 26, 75, 240]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    with Builds(tmp_path_factory.mktemp("dbt")) as ways:
        yield ways


# ---------------------------------------------------------------- packs


def pack_of(number: int) -> Pack:
    """Histories from seeds and from hypothesis, dealt to the loads of one warehouse.

    It depends on the number only. In every third pack everything is received before the
    first load ends: rows come in any order at all, and no time passes.
    """
    rng = random.Random(f"pack {number}")
    written: dict[str, list[Row]] = defaultdict(list)
    name = ""
    for place in range(HISTORIES):
        seed = number * HISTORIES + place
        before = name
        # Some share a source with another, and its ids of events and of people.
        name = name if place % 7 == 3 else f"source{seed:05d}"
        first_day = FIRST_DAY + timedelta(days=rng.choice([0, 0, 0, 0, 1, 2, 9, 40]))
        rows = random_history(seed, name, first_day)
        # Some share people with another source: an actor has no source.
        if place % 7 == 5:
            rows = [
                row | {"user_id": (row.get("user_id") or "").replace(name, before)}
                for row in rows
            ]
        written[name] += rows + delivered_again(rows, rng)
    drawn = drawn_by_hypothesis(number)
    every_row = [row for rows in written.values() for row in rows]
    every_row += [row for rows, _ in drawn.values() for row in rows]
    ends = ends_of_loads(every_row, LOADS, rng)
    if number % 3 == 2:
        ends = [END] * LOADS
    cases = [dealt(name, rows, ends, rng) for name, rows in written.items()]
    for name, (rows, delays) in drawn.items():
        loads = [
            min(load + delay, LOADS - 1)
            for load, delay in zip(first_loads(rows, ends), delays, strict=True)
        ]
        cases.append(Case(name, rows, loads))
    return Pack(cases, ends)


def spread_pack_of(number: int) -> Pack:
    """Histories days apart, received up to ten days late: a run touches a part only."""
    rng = random.Random(f"spread {number}")
    written = {}
    for place in range(SPREAD_HISTORIES):
        name = f"spread{number}x{place:03d}"
        first_day = FIRST_DAY + DAYS_APART * place * DAY
        rows = random_history(number * SPREAD_HISTORIES + place, name, first_day)
        written[name] = [received_later(row, rng) for row in rows]
    received = sorted(receipt(row) for rows in written.values() for row in rows)
    ends = [received[int(len(received) * share)] for share in SHARES_LOADED]
    ends.append(END)
    cases = []
    for name, rows in written.items():
        loads = [
            rng.randint(load, LOADS - 1) if rng.random() < SHARE_HELD_BACK else load
            for load in first_loads(rows, ends)
        ]
        cases.append(Case(name, rows, loads))
    return Pack(cases, ends)


def received_later(row: Row, rng: random.Random) -> Row:
    received = receipt(row)
    if received == BEGINNING:
        return row
    return row | {"received_at": (received + rng.choice(LAGS) * HOUR).isoformat()}


def delivered_again(rows: list[Row], rng: random.Random) -> list[Row]:
    """A few more deliveries of a few events: in other hours and days, and unusable."""
    again = []
    for row in rng.sample(rows, min(3, len(rows))):
        received = receipt(row)
        if received > BEGINNING:
            shifts = rng.sample([-DAY, -HOUR, HOUR, DAY, 3 * DAY], 2)
            times = [(received + shift).isoformat() for shift in shifts]
            again += [row | {"received_at": moment} for moment in times]
            again.append(row | {"latency_ms": "fast"})
    return again


def drawn_by_hypothesis(number: int) -> dict[str, tuple[list[Row], list[int]]]:
    """By source: one to three histories of the same people, and each row's delay.

    Hypothesis only generates here. Examples are run together, since each run of dbt
    takes seconds, so it cannot shrink one that fails: `smallest` does that instead.
    """
    drawn: dict[str, tuple[list[Row], list[int]]] = {}

    @seeded(number)
    @settings(
        max_examples=DRAWN,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        name = f"drawn{number:03d}x{len(drawn):03d}"
        parts = data.draw(st.lists(histories(name, FIRST_DAY), min_size=1, max_size=3))
        rows = [row for part in parts for row in part]
        delays = st.lists(
            st.integers(0, LOADS - 1), min_size=len(rows), max_size=len(rows)
        )
        drawn[name] = (rows, data.draw(delays))

    draw()
    return drawn


@dataclass(frozen=True)
class Step:
    """What was found after a load was run."""

    expected: Recount
    from_full: list[str]
    from_recount: list[str]
    sources: set[str]
    share_touched: float


@dataclass(frozen=True)
class Grown:
    """A warehouse that took every load of a pack, and what was found on the way."""

    pack: Pack
    warehouse: Warehouse
    steps: list[Step]
    quiet_changes: list[str]
    when_rows_were_gone: Step


def share_touched(connection: duckdb.DuckDBPyConnection) -> float:
    """Of the sessions that there are, those that the last run made anew."""
    (share,) = connection.execute(
        "select count(*) filter (session_id in (select scope_id from"
        " int_sessions_in_scope)) / count(*) from int_sessions"
    ).fetchone()
    return share


def grow(builds: Builds, pack: Pack, folder: Path, quiet: Collection[int]) -> Grown:
    """Runs load after load, once more after the quiet ones, and when rows are gone."""
    warehouse = Warehouse(builds.dbt, folder)

    def step() -> Step:
        expected = recount(warehouse.rows, Settings(), SEEDS, ("day",))
        with open_warehouse(warehouse.database) as connection:
            return Step(
                expected,
                builds.differences_from_full(warehouse),
                recount_differences(connection, expected),
                sources_that_differ(connection, expected),
                share_touched(connection),
            )

    steps: list[Step] = []
    quiet_changes: list[str] = []
    for load in pack.loads:
        warehouse.append(pack.batch(load))
        warehouse.run(*(BUILD if load == 0 else ()))
        steps.append(step())
        if load in quiet:
            before = snapshot(warehouse.database, builds.marts)
            stored = snapshot(warehouse.database, builds.increments)
            warehouse.run()
            after = snapshot(warehouse.database, builds.marts)
            quiet_changes += differences(after, before, builds.marts)
            after = snapshot(warehouse.database, builds.increments)
            quiet_changes += changes(stored, after)
    count_rows = len(warehouse.rows)
    warehouse.remove(set(random.Random("gone").sample(range(count_rows), GONE)))
    warehouse.run()
    return Grown(pack, warehouse, steps, quiet_changes, step())


@pytest.fixture(scope="module")
def grown(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    return grow(builds, pack_of(0), tmp_path_factory.mktemp("grown") / "pack0", {2})


@pytest.mark.parametrize("load", range(LOADS))
def test_every_load_leaves_what_a_full_build_gives(grown: Grown, load: int) -> None:
    expect_none(grown.steps[load].from_full)


def test_every_load_leaves_what_is_recounted(
    grown: Grown, builds: Builds, tmp_path: Path
) -> None:
    for load, step in enumerate(grown.steps):
        if step.from_recount:
            small = small_case(builds, grown, load, tmp_path)
            pytest.fail(f"load {load}: {in_short(step.from_recount)}\n{small}")


def test_a_run_without_new_rows_changes_nothing(grown: Grown, builds: Builds) -> None:
    """No number in a mart, and not a digit of what is built in increments."""
    assert builds.increments
    expect_none(grown.quiet_changes)


def test_rows_that_are_gone_leave_nothing_behind(grown: Grown) -> None:
    """Some were deleted from the raw table, first and second deliveries alike."""
    expect_none(grown.when_rows_were_gone.from_full)
    expect_none(grown.when_rows_were_gone.from_recount)


def test_a_full_refresh_of_the_same_rows_gives_the_same(
    grown: Grown, builds: Builds, tmp_path: Path
) -> None:
    ours = snapshot(grown.warehouse.database, builds.marts)
    refreshed = grown.warehouse.rebuilt(tmp_path / "refreshed")
    theirs = snapshot(refreshed.database, builds.marts)

    expect_none(differences(ours, theirs, builds.marts))
    assert all(table.rows for table in ours.values())


def test_an_event_that_comes_alone_finds_the_sessions_before_and_after_it(
    builds: Builds, tmp_path: Path
) -> None:
    """No other event of its run is near either, time had closed both before, and no
    conversation tells that they belong together."""
    timeout = timedelta(minutes=Settings().session_timeout_minutes)
    begin = datetime(2026, 3, 2, 10)
    moments = {"first": begin, "bridge": begin + timeout, "last": begin + 2 * timeout}
    moments["clock"] = begin + DAY
    rows: dict[str, Row] = {
        name: {
            "source_name": "alone",
            "event_id": name,
            "event_name": "message_sent",
            "user_id": "bob" if name == "clock" else "ann",
            "occurred_at": str(moment),
            "received_at": str(moment + 2 * DAY if name == "bridge" else moment),
        }
        for name, moment in moments.items()
    }
    warehouse = Warehouse(builds.dbt, tmp_path)
    warehouse.append([rows["first"], rows["last"], rows["clock"]])
    warehouse.run(*BUILD)
    before = snapshot(warehouse.database, builds.marts)
    warehouse.append([rows["bridge"]])
    warehouse.run()
    ours = snapshot(warehouse.database, builds.marts)
    assert (len(before["fct_sessions"].rows), len(ours["fct_sessions"].rows)) == (3, 2)
    with builds.full.run(warehouse.rows) as connection:
        theirs = snapshot(connection, builds.marts)
    expect_none(differences(ours, theirs, builds.marts))


@pytest.mark.nightly
def test_a_run_that_touches_a_part_leaves_what_a_full_build_gives(
    builds: Builds, tmp_path: Path
) -> None:
    """Of a year, that is: what it does not touch has to be right as it is."""
    found = grow(builds, spread_pack_of(1), tmp_path / "spread", {LOADS - 1})
    for load, step in enumerate(found.steps):
        expect_none(step.from_full, f"load {load}")
        expect_none(step.from_recount, f"load {load}")
    expect_none(found.quiet_changes)
    expect_none(found.when_rows_were_gone.from_full)
    shares = [step.share_touched for step in found.steps[1:]]
    assert all(0 < share < 0.75 for share in shares), shares


def test_the_loads_bring_what_is_hard(grown: Grown) -> None:
    """Each kind of change is in the pack, and the proof is of something."""
    seen: Counter[str] = Counter()
    for old, new in pairwise(step.expected for step in grown.steps):
        seen["time passed"] += old.as_of < new.as_of
        for key, event in old.events.items():
            other = new.events[key]
            seen["another delivery accepted"] += (
                event["received_at"] > other["received_at"]
            )
            seen["another actor"] += event["actor_id"] != other["actor_id"]
        came_from = defaultdict(set)
        went_to = defaultdict(set)
        for key, event in old.events.items():
            came_from[new.events[key]["session_id"]].add(event["session_id"])
            went_to[event["session_id"]].add(new.events[key]["session_id"])
        seen["merged"] += sum(len(those - {None}) > 1 for those in came_from.values())
        seen["split"] += sum(len(those - {None}) > 1 for those in went_to.values())
        seen["attached"] += None in came_from and len(went_to[None]) > 1
        seen["gone"] += len(old.sessions.keys() - new.sessions.keys())
        for key in old.sessions.keys() & new.sessions.keys():
            ours, theirs = old.sessions[key], new.sessions[key]
            seen["closed"] += ours["is_open"] and not theirs["is_open"]
            seen["another day"] += ours["session_date"] != theirs["session_date"]
            seen["another actor of a session"] += ours["actor_id"] != theirs["actor_id"]
            seen["reopened"] += not ours["is_reopened"] and theirs["is_reopened"]
            seen["no longer reopened"] += ours["is_reopened"] and (
                not theirs["is_reopened"]
            )
            seen["another outcome"] += (
                ours["session_outcome"] != theirs["session_outcome"]
            )
        for key in old.feedback.keys() & new.feedback.keys():
            ours, theirs = old.feedback[key], new.feedback[key]
            seen["rating moved"] += ours["session_id"] != theirs["session_id"]
            seen["rating replaced"] += ours["is_current"] and not theirs["is_current"]
    print(seen)
    assert all(seen.values()), seen


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("make", "number"),
    [
        *((pack_of, number) for number in NIGHTLY_PACKS),
        *((spread_pack_of, number) for number in NIGHTLY_SPREAD_PACKS),
    ],
)
def test_other_histories_every_night(
    builds: Builds, tmp_path: Path, make: Callable[[int], Pack], number: int
) -> None:
    """A thousand histories and more, in packs; then the data tests of the project."""
    found = grow(builds, make(number), tmp_path / f"pack{number}", range(LOADS))
    for load, step in enumerate(found.steps):
        expect_none(step.from_full, f"load {load}")
        if step.from_recount:
            small = small_case(builds, found, load, tmp_path)
            pytest.fail(f"load {load}: {in_short(step.from_recount)}\n{small}")
    expect_none(found.quiet_changes)
    expect_none(found.when_rows_were_gone.from_full)
    expect_none(found.when_rows_were_gone.from_recount)

    found.warehouse.run("build", "--exclude-resource-type", "unit_test")
    expect_none(builds.differences_from_full(found.warehouse))
    found.warehouse.run("run", "--full-refresh")
    expect_none(builds.differences_from_full(found.warehouse))


# ---------------------------------------------------------------- what is reported


def test_a_difference_names_the_mart_the_key_and_the_columns() -> None:
    mart = Mart("fct_things", "fct_things", ("thing_id",))
    columns = ("share", "thing_id", "word")
    ours = [(0.1 + 0.2, "a", "same"), (1.0, "b", "one"), (1.0, "c", "more")]
    theirs = [(0.3, "a", "same"), (1.5, "b", "two"), (1.0, "d", "less")]
    found = differences(
        {"fct_things": Table(columns, ours)},
        {"fct_things": Table(columns, theirs)},
        [mart],
    )

    assert found == [
        "fct_things {'thing_id': 'b'}: share is 1.0, should be 1.5;"
        " word is 'one', should be 'two'",
        "fct_things {'thing_id': 'c'}: not to be there",
        "fct_things {'thing_id': 'd'}: missing",
    ]


def test_a_row_that_is_there_twice_is_a_difference() -> None:
    table = Table(("thing_id",), [("a",)])
    twice = Table(("thing_id",), [("a",), ("a",)])
    for key in (("thing_id",), ()):
        mart = Mart("fct_things", "fct_things", key)
        assert differences({"fct_things": twice}, {"fct_things": table}, [mart])


def test_a_small_case_is_found() -> None:
    """Of sixty rows the three that make a difference, in three rounds."""
    guilty = {"e7", "e31", "e58"}
    rows = [{"source_name": "chat", "event_id": f"e{n}"} for n in range(60)]

    def differing(cases: Sequence[Case]) -> set[str]:
        return {
            case.source_name
            for case in cases
            if guilty <= {row["event_id"] for row in case.rows}
        }

    small = smallest(Case("chat", rows, [0] * 60), differing)

    assert small is not None
    assert {row["event_id"] for row in small.rows} == guilty
    assert {row["source_name"] for row in small.rows} == {small.source_name}
    assert smallest(Case("chat", rows[:50], [0] * 50), differing) is None


def small_case(builds: Builds, grown: Grown, load: int, folder: Path) -> str:
    """The rows of one source with which a difference shows, as few as were found.

    The receipts with which the loads ended are kept, by an event of a witness in each.
    A difference that is of no source, such as a stale metric, is narrowed down to one
    source only, by halves.
    """
    steps = grown.steps[: load + 1]
    times = [step.expected.as_of for step in steps]
    assert all(times)
    witness = Case(
        "witness",
        [
            {
                "source_name": "witness",
                "event_id": f"w{number}",
                "event_name": "experiment_exposed",
                "occurred_at": str(moment),
                "received_at": str(moment),
                "anonymous_id": "witness",
            }
            for number, moment in enumerate(times)
        ],
        list(range(len(times))),
    )
    folders = (folder / f"small{number}" for number in count())

    def run(cases: Sequence[Case], check: Callable[..., Sequence | set]) -> set:
        """What the check finds after any of the loads."""
        warehouse = Warehouse(builds.dbt, next(folders))
        pack = Pack([witness, *cases], grown.pack.ends)
        found: set = set()
        for number in range(len(steps)):
            warehouse.append(pack.batch(number))
            warehouse.run(*(() if number else BUILD))
            expected = recount(warehouse.rows, Settings(), SEEDS, ("day",))
            with open_warehouse(warehouse.database) as connection:
                found |= set(check(connection, expected))
        return found

    cases = {case.source_name: case for case in grown.pack.cases}
    if guilty := sorted(steps[-1].sources & cases.keys()):
        case = min((cases[name] for name in guilty), key=lambda case: len(case.rows))
        small = smallest(case, lambda parts: run(parts, sources_that_differ))
        told = f"{len(guilty)} sources differ, such as {case.source_name}"
        if small is None:
            return f"{told}, which does not when it is alone"
        return f"{told}; it does so with\n{in_words(small)}"
    suspects = list(grown.pack.cases)
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        suspects = half if run(half, recount_differences) else suspects[len(half) :]
    return f"the rows of one source may suffice:\n{in_words(suspects[0])}"
