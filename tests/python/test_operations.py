"""Who is erased was never there; what is pruned is gone and changes no number."""

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from conftest import RawRow, open_warehouse
from dbt_process import run_dbt
from increments import (
    BUILD,
    SETTINGS,
    Builds,
    Snapshot,
    Table,
    Warehouse,
    differences,
    expect_none,
    receipt,
    snapshot,
)
from reference import BEGINNING, BLANKS, parse_time
from strategies import Row, random_history

FIRST_DAY = date(2026, 1, 5)
# What is left of an erased user's row is in quarantine, and counted there.
STILL_COUNTED = ("count_raw", "count_quarantined")
# Made of days and weeks: a prune changes nothing of them.
COUNTED = (
    "dim_dates",
    "fct_metric_cells_daily",
    "fct_metric_histograms_daily",
    "fct_metrics_by_period",
    "fct_metrics_daily",
    "fct_retention_weekly",
    "rpt_metric_diagnosis",
    "rpt_metric_scorecard",
    "rpt_unhandled_intents",
)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    with Builds(tmp_path_factory.mktemp("dbt")) as ways:
        yield ways


def operation(warehouse: Warehouse, name: str, **arguments: object) -> None:
    warehouse.run("run-operation", name, "--args", json.dumps(arguments))


def refusal(warehouse: Warehouse, *command: str, **variables: object) -> str:
    """What dbt says when it refuses a command."""
    with pytest.raises(AssertionError) as refused:
        warehouse.run(*command, variables=variables)
    return str(refused.value).partition(" failed:\n")[2]


def query(warehouse: Warehouse, sql: str) -> list[tuple]:
    with open_warehouse(warehouse.database) as connection:
        return connection.execute(sql).fetchall()


def event(
    event_id: str,
    event_name: str,
    at: str,
    user: str | None = None,
    received: str | None = None,
    **columns: str,
) -> Row:
    return {
        "source_name": "desk",
        "event_id": event_id,
        "event_name": event_name,
        "user_id": user,
        "conversation_id": "c",
        "occurred_at": at,
        "received_at": received or at,
    } | columns


# ---------------------------------------------------------------- erase: the rows

ANN, BOB = "ann@example.org", "bob@example.org"
PHONE, TABLET = "phone-of-ann", "tablet-of-both"
SECRET = "zanzibar"


def rows_with_ann() -> list[Row]:
    """Ann is alone, is the first of a shared session, and was first with an event."""
    ours = {"session_id": "shared"}
    rows = [
        # Before she signed in, from a device of her own and from one that Bob uses.
        event("a0", "message_sent", "2026-01-07 09:00", anonymous_id=PHONE),
        event("a1", "message_sent", "2026-01-07 09:05", ANN, anonymous_id=PHONE),
        event("a2", "response_generated", "2026-01-07 09:06", ANN, text=SECRET),
        event("a3", "message_sent", "2026-01-08 09:00", anonymous_id=TABLET),
        event("a4", "message_sent", "2026-01-08 09:05", ANN, anonymous_id=TABLET),
        event("b1", "message_sent", "2026-01-08 12:00", BOB, anonymous_id=TABLET),
        # A session of the source's own in which both take part: Ann opened it.
        event("a5", "message_sent", "2026-01-09 10:00", ANN, **ours),
        event("b2", "message_sent", "2026-01-09 10:10", BOB, **ours),
        event("b3", "response_generated", "2026-01-09 10:11", BOB, **ours),
        # Of Bob's, reopened by a session in which only Ann said something.
        event("b4", "message_sent", "2026-01-11 08:00", BOB, session_id="before"),
        event("b5", "response_generated", "2026-01-11 08:01", BOB, session_id="before"),
        event("b6", "session_started", "2026-01-11 09:00", BOB, session_id="after"),
        event("a6", "message_sent", "2026-01-11 09:01", ANN, session_id="after"),
        # The same event of two users: that of Ann came first.
        event("x1", "message_sent", "2026-01-12 10:00", ANN),
        event(
            "x1", "message_sent", "2026-01-12 10:00", BOB, received="2026-01-14 10:30"
        ),
        # Quarantined, with what was rejected of it.
        event("a7", f"{SECRET}_sent", "2026-01-12 11:00", ANN),
        event("a8", "feedback_given", "2026-01-12 11:01", f" {ANN}\t")
        | {"feedback_kind": "csat", "feedback_value": "2"},
        # The last of all: without it the clock of the numbers goes back.
        event("a9", "message_sent", "2027-01-01 10:00", ANN),
    ]
    for number in range(16):
        rows += random_history(number, f"source{number // 2:03d}", FIRST_DAY)
    return rows


# The last of hers before she was erased: her session of that day was made anew.
LATE_OF_ANN = event(
    "a13", "message_sent", "2026-01-07 09:07", ANN, "2027-01-01 10:30"
) | {"anonymous_id": PHONE}

# More of hers, and of her telephone, after she was erased; Bob in the same hour.
MORE_ROWS = [
    event("a2", "response_generated", "2026-01-07 09:06", ANN, "2027-02-01 10:00"),
    event("a10", "message_sent", "2027-02-01 10:05", ANN, text=SECRET),
    event("a11", "message_sent", "2027-02-01 10:06", anonymous_id=PHONE),
    event("a12", "message_sent", "2026-01-08 09:06", ANN, "2026-01-08 09:30"),
    event("b7", "message_sent", "2027-02-01 10:07", BOB),
]


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def pseudonym(column: str, raw_id: str) -> str:
    return md5(f"{column.removesuffix('_id')}:{raw_id}")


def id_of(row: RawRow, column: str) -> str | None:
    return (str(row.get(column) or "")).strip(BLANKS) or None


def actor_of(row: RawRow) -> tuple[str, str] | None:
    for column in ("user_id", "anonymous_id"):
        if found := id_of(row, column):
            return column, found
    return None


def own_devices(rows: Iterable[RawRow], user: str) -> set[str]:
    """The anonymous ids that came with the user and with nobody else."""
    users = defaultdict(set)
    for row in rows:
        if (device := id_of(row, "anonymous_id")) and id_of(row, "user_id"):
            users[device].add(id_of(row, "user_id"))
    return {device for device, those in users.items() if those == {user}}


@dataclass
class Erasure:
    """Who was erased from a warehouse: columns of raw rows and ids in them."""

    builds: Builds
    warehouse: Warehouse
    actors: set[tuple[str, str]] = field(default_factory=set)
    # Before the next run: how many rows are set aside as theirs, and how many came.
    at_once: tuple[int, int] = (0, 0)
    # Of sessions that nobody but the first had a part in.
    traces_of_sessions: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, column: str, raw_id: str, as_pseudonym: bool = False) -> None:
        gone = {(column, raw_id)}
        if column == "user_id":
            devices = own_devices(self.warehouse.rows, raw_id)
            gone |= {("anonymous_id", device) for device in devices}
        self.actors |= gone
        if as_pseudonym:
            actor_id = pseudonym(column, raw_id)
            operation(self.warehouse, "erase_user", actor_id=actor_id)
        else:
            operation(self.warehouse, "erase_user", **{column: raw_id})

    def is_erased(self, row: RawRow) -> bool:
        return actor_of(row) in self.actors

    def differences(self) -> list[str]:
        """What is not as if the erased had never been, the count of rows apart."""
        others = [row for row in self.warehouse.rows if not self.is_erased(row)]
        ours = snapshot(self.warehouse.database, self.builds.marts)
        with self.builds.full.run(others) as connection:
            theirs = snapshot(connection, self.builds.marts)
        return differences(self.uncounted(ours), theirs, self.builds.marts)

    def uncounted(self, tables: Snapshot) -> Snapshot:
        """Without the rows in quarantine, and their count in the ledger.

        There are as many as raw rows: the ledger still says that every one arrived.
        """
        erased = [row for row in self.warehouse.rows if self.is_erased(row)]
        found = dict(tables)
        columns, rows = tables["fct_quarantined_events"]
        places = {name: place for place, name in enumerate(columns)}
        set_aside = Counter()
        for row in rows:
            if row[places["quarantine_reason"]] == "erased_user":
                key = row[places["source_name"]], row[places["received_date"]]
                set_aside[key] += 1
                kept = {"quarantined_event_id", "quarantine_reason", "source_name"}
                kept |= {"received_date", "received_at"}
                assert all(row[places[name]] is None for name in places.keys() - kept)
        assert set_aside.total() == len(erased)
        found["fct_quarantined_events"] = Table(
            columns,
            [row for row in rows if row[places["quarantine_reason"]] != "erased_user"],
        )
        columns, rows = tables["rpt_event_ledger"]
        ledger = []
        for row in rows:
            line = dict(zip(columns, row, strict=True))
            for name in STILL_COUNTED:
                line[name] -= set_aside[line["source_name"], line["received_date"]]
            if line["count_raw"]:
                ledger.append(tuple(line.values()))
        found["rpt_event_ledger"] = Table(columns, ledger)
        return found

    def traces(self) -> list[str]:
        """Where an id, its pseudonym or a text is found."""
        words = {SECRET, md5(SECRET)}
        for name, raw_id in self.actors:
            words |= {raw_id, pseudonym(name, raw_id)}
        return traces_of(self.warehouse, words)


def traces_of(warehouse: Warehouse, words: Collection[str]) -> list[str]:
    """The tables that hold one of the words in any column, the raw one left out."""
    found = []
    with open_warehouse(warehouse.database) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_type = 'BASE TABLE' and table_schema <> 'raw'"
        ).fetchall()
        assert len(tables) > 40
        pattern = "|".join(re.escape(word) for word in words)
        for (table,) in tables:
            # A row as text: all of its columns.
            rows = connection.execute(
                f"select count(*) from {table} as line"
                " where regexp_matches(line::varchar, $pattern)",
                {"pattern": pattern},
            ).fetchone()
            if rows and rows[0]:
                found.append(table)
    return found


# ---------------------------------------------------------------- erase: the tests


@pytest.fixture(scope="module")
def erasure(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Erasure:
    """A warehouse from which a user, another by pseudonym, and a device were erased."""
    warehouse = Warehouse(builds.dbt, tmp_path_factory.mktemp("erased"))
    warehouse.append(rows_with_ann())
    warehouse.run(*BUILD)
    warehouse.append([LATE_OF_ANN])
    warehouse.run()
    erase = Erasure(builds, warehouse)
    hers = query(
        warehouse,
        "select scope_id from int_events group by scope_id having"
        f" count(distinct actor_id) = 1 and min(actor_id) = '{md5(f'user:{ANN}')}'",
    )
    sessions = {scope for (scope,) in hers}
    erase.traces_of_sessions["before"] = traces_of(warehouse, sessions)
    erase.actors = {("user_id", ANN), ("anonymous_id", PHONE)}
    before = traces_of(warehouse, {md5(f"user:{ANN}"), md5(f"anonymous:{PHONE}")})
    assert len(before) > 10
    erase.actors.clear()
    # Who has most, and an anonymous one who has most.
    counts = Counter(
        actor for row in warehouse.rows if (actor := actor_of(row)) and ANN not in actor
    )
    most = {column: raw_id for (column, raw_id), _ in reversed(counts.most_common())}
    erase("user_id", ANN)
    erase.traces_of_sessions["after"] = traces_of(warehouse, sessions)
    erase("user_id", most["user_id"], as_pseudonym=True)
    erase("anonymous_id", most["anonymous_id"])
    [(count_set_aside,)] = query(
        warehouse,
        "select count(*) from int_deliveries_set_aside"
        " where quarantine_reason = 'erased_user'",
    )
    erase.at_once = (count_set_aside, sum(map(erase.is_erased, warehouse.rows)))
    warehouse.run()
    return erase


def test_rows_of_the_erased_are_set_aside_at_once(erasure: Erasure) -> None:
    """Else the next run would find their hours short, and read them all again."""
    count_set_aside, count_raw = erasure.at_once
    assert count_set_aside == count_raw > 10


def test_nothing_of_who_is_erased_is_left(erasure: Erasure) -> None:
    assert len(erasure.actors) > 3
    assert not erasure.traces()


def test_no_session_of_who_is_erased_is_left_in_what_is_stored(
    erasure: Erasure,
) -> None:
    """At once: the marts and what each run makes wait for the next run."""
    stored = {"main.int_events", "main.int_sessions", "main.int_turns"}
    stored |= {"main.int_session_changes", "main.int_session_events_before"}
    assert stored <= set(erasure.traces_of_sessions["before"])
    assert not stored & set(erasure.traces_of_sessions["after"])


def test_the_marts_are_as_if_the_erased_had_never_been(erasure: Erasure) -> None:
    expect_none(erasure.differences())

    sessions = query(
        erasure.warehouse,
        "select actor_id, count_events, is_reopened from fct_sessions"
        " where source_name = 'desk' order by started_at",
    )
    tablet, bob = md5(f"anonymous:{TABLET}"), md5(f"user:{BOB}")
    assert sessions == [
        (tablet, 1, False),
        (bob, 1, False),
        (bob, 2, False),
        (bob, 2, False),
        (bob, 1, False),
        (bob, 1, False),
    ]


def test_who_is_erased_does_not_come_back(erasure: Erasure) -> None:
    """Neither with new rows, nor with old ones read again, nor in a full refresh."""
    warehouse = erasure.warehouse
    warehouse.append(MORE_ROWS)
    warehouse.run()
    expect_none(erasure.differences())
    assert not erasure.traces()

    operation(warehouse, "erase_user", user_id=ANN)
    warehouse.run("build", "--full-refresh", "--exclude-resource-type", "unit_test")
    expect_none(erasure.differences())
    assert not erasure.traces()


def test_rows_of_the_erased_may_be_deleted_from_the_raw_rows(erasure: Erasure) -> None:
    warehouse = erasure.warehouse
    warehouse.remove(
        {place for place, row in enumerate(warehouse.rows) if erasure.is_erased(row)}
    )
    warehouse.run()
    expect_none(erasure.differences())


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(8))
def test_whoever_is_erased_whenever_was_never_there(
    builds: Builds, tmp_path: Path, number: int
) -> None:
    """Anybody, in any order, between loads of rows that come in any order."""
    rng = random.Random(f"erased {number}")
    cases = []
    for place in range(number * 40, number * 40 + 40):
        name = f"source{place // 3:04d}"
        cases += random_history(place, name, FIRST_DAY + timedelta(days=place % 4))
    rng.shuffle(cases)
    erase = Erasure(builds, Warehouse(builds.dbt, tmp_path))
    for load in range(3):
        erase.warehouse.append(cases[load::3])
        if load:
            for _ in range(3):
                erase_anybody(erase, rng)
        erase.warehouse.run(*(BUILD if load == 0 else ("run",)))
        expect_none(erase.differences(), f"load {load}")
        assert not erase.traces()


def erase_anybody(erase: Erasure, rng: random.Random) -> None:
    """One of those in the raw rows that the warehouse knows already."""
    known = query(
        erase.warehouse,
        "select actor_id from int_events union"
        " select actor_id from int_deliveries_set_aside where actor_id is not null",
    )
    pseudonyms = {actor for (actor,) in known}
    actors = sorted(
        {
            actor
            for row in erase.warehouse.rows
            if (actor := actor_of(row)) and pseudonym(*actor) in pseudonyms
        }
    )
    erase(*rng.choice(actors), as_pseudonym=rng.random() < 0.5)


@pytest.mark.nightly
def test_a_command_without_files_leaves_no_id_behind(
    builds: Builds, tmp_path: Path
) -> None:
    warehouse = Warehouse(builds.dbt, tmp_path)
    command = ["--no-write-json", "--log-level-file", "none"]
    command += ["run-operation", "erase_user", "--args"]
    refused = run_dbt([*command, f"{{user_id: {ANN}}}"], tmp_path, env=SETTINGS)
    assert refused.returncode > 0
    assert "no delivery in the warehouse is of this user" in refused.stdout
    done = run_dbt(
        [*command, f"{{user_id: {ANN}, even_if_unknown: true}}"], tmp_path, env=SETTINGS
    )
    assert done.returncode == 0, done.stdout
    assert "what comes will not be taken in" in done.stdout
    assert ANN not in refused.stdout + done.stdout
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if ANN.encode() in path.read_bytes()]

    # Erased before her first row came.
    warehouse.append([event("a1", "message_sent", "2026-01-07 09:00", ANN)])
    warehouse.run(*BUILD)
    assert query(warehouse, "select count(*) from dim_users") == [(0,)]
    assert query(warehouse, "select quarantine_reason from fct_quarantined_events") == [
        ("erased_user",)
    ]

    # Under another salt she would not be known again.
    salted = SETTINGS | {"INTERACTION_QUALITY_SALT": "pepper"}
    other = run_dbt(["run", "--full-refresh"], tmp_path, env=salted)
    assert other.returncode > 0
    assert "setting INTERACTION_QUALITY_SALT: users were erased" in other.stdout


BAD_ARGUMENTS = [
    ("erase_user", {}, "user_id, anonymous_id or actor_id must be given"),
    ("erase_user", {"user_id": ANN, "actor_id": md5("x")}, "only one of them"),
    ("erase_user", {"user_id": 7}, "user_id must be text: put it in quotation marks"),
    ("erase_user", {"anonymous_id": True}, "anonymous_id must be text"),
    ("erase_user", {"user_id": " \t"}, "user_id must not be blank"),
    ("erase_user", {"actor_id": ANN}, "actor_id must be an actor_id of the marts"),
    ("erase_user", {"user_id": "nobody"}, "no delivery in the warehouse is of this"),
    ("erase_user", {"user_id": "x", "even_if_unknown": 1}, "even_if_unknown must be"),
    ("prune", {}, "before must be a date such as"),
    ("prune", {"before": "last year"}, "before must be a date such as"),
    ("prune", {"before": "2026-02-30"}, "before must be a date such as"),
    ("prune", {"before": 20260101}, "before must be a date such as"),
]


@pytest.fixture(scope="module")
def empty(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(builds.dbt, tmp_path_factory.mktemp("empty"))


@pytest.mark.parametrize(("name", "arguments", "words"), BAD_ARGUMENTS)
def test_an_argument_that_cannot_be_meant_is_named(
    empty: Warehouse, name: str, arguments: dict, words: str
) -> None:
    said = refusal(empty, "run-operation", name, "--args", json.dumps(arguments))
    assert words in said
    assert name in said
    assert ANN not in said


def test_an_empty_warehouse_has_nothing_to_prune(empty: Warehouse) -> None:
    operation(empty, "prune", before="2026-01-01")
    assert not query(
        empty, "select * from information_schema.tables where table_schema = 'main'"
    )


# ---------------------------------------------------------------- prune: the rows

HORIZON = datetime(2026, 3, 4)
CUT = datetime(2026, 4, 10)


def happened(row: RawRow) -> datetime:
    return parse_time((row.get("occurred_at") or "").strip(BLANKS)) or receipt(row)


# A session that reaches past the horizon, and one whose last event came after it.
KEPT = [
    event("k1", "message_sent", "2026-03-03 23:50", "kim", conversation_id="k"),
    event("k2", "response_generated", "2026-03-04 00:10", "kim", conversation_id="k"),
    event("l1", "message_sent", "2026-02-20 10:00", "lea", conversation_id="l"),
    event(
        "l2",
        "response_generated",
        "2026-02-20 10:01",
        "lea",
        "2026-03-10 12:05",
        conversation_id="l",
    ),
    # Quarantined and never received: of no day, so before none.
    event("q1", "unheard_of", "2026-02-20 10:00", "lea") | {"received_at": ""},
    # Gone, of the hour of an event that is kept.
    event("p1", "message_sent", "2026-02-20 10:30", "pat", conversation_id="p"),
    # Two who were there before the horizon: within the look back, and long before.
    event("m1", "message_sent", "2026-02-25 10:00", "mia", conversation_id="m"),
    event("n1", "message_sent", "2026-01-05 10:00", "noa", conversation_id="n"),
    event("n2", "message_sent", "2026-01-13 10:00", "noa", conversation_id="n"),
]
AFTER = [
    event("l3", "message_sent", "2026-03-10 12:00", "lou", "2026-03-10 12:59"),
    event("m2", "message_sent", "2026-03-20 10:00", "mia", conversation_id="m"),
    event("n3", "message_sent", "2026-04-11 10:00", "noa", conversation_id="n"),
]
# Goes on with the session that was kept whole, whose day is closed all the same.
MORE_OF_KEPT = event("k3", "survey_shown", "2026-03-04 00:12", "kim")
MORE_OF_KEPT["conversation_id"] = "k"
# A kept event delivered again: its hour is decided anew, and counted as it was.
KEPT_AGAIN = event(
    "l1", "message_sent", "2026-02-20 10:00", "lea", "2026-04-12 10:02"
) | {"conversation_id": "l"}
# Too late: received after the horizon, received before it but loaded only now, and
# a pruned event delivered again.
LATE = [
    event("o1", "message_sent", "2026-03-03 10:00", "mia", "2026-04-12 10:00"),
    event("o2", "message_sent", "2026-02-25 10:05", "mia"),
    event("o3", "message_sent", "2026-02-25 10:06", "new", conversation_id="o"),
    event("m1", "message_sent", "2026-02-25 10:00", "mia", "2026-04-12 10:01"),
]


@dataclass
class Pruned:
    """A warehouse that was pruned, its marts before and after, and what came then."""

    warehouse: Warehouse
    before: Snapshot
    after: Snapshot
    # In quarantine without a receipt, before the prune and right after it.
    unreceived: list[list[tuple]]
    later_rows: list[Row]


def histories_of_months(seeds: Sequence[int]) -> Iterator[Row]:
    """A few weeks apart, of people who come back."""
    for number, seed in enumerate(seeds):
        name = f"s{number:03d}"
        first_day = FIRST_DAY + timedelta(days=14 * (number // 3) + number % 4)
        for row in random_history(seed, name, first_day):
            user = (row.get("user_id") or "").replace(name, f"people{number % 3}")
            yield row | {"user_id": user}


def pruned_rows() -> tuple[list[Row], list[Row]]:
    """Four months, up to the cut and after it."""
    rows = [*KEPT, *AFTER, *histories_of_months(range(18))]
    later = [
        row
        for row in rows
        if row in AFTER or (receipt(row) >= CUT and happened(row) >= HORIZON)
    ]
    first = [row for row in rows if row not in AFTER and receipt(row) < CUT]
    return first, later


@pytest.fixture(scope="module")
def pruned(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Pruned:
    warehouse = Warehouse(builds.dbt, tmp_path_factory.mktemp("pruned"))
    first, later = pruned_rows()
    warehouse.append(first)
    warehouse.run(*BUILD)
    before = snapshot(warehouse.database, builds.marts)
    unreceived = (
        "select event_id from int_deliveries_set_aside where received_at is null"
    )
    found = [query(warehouse, f"{unreceived} order by all")]
    operation(warehouse, "prune", before=str(HORIZON.date()))
    found.append(query(warehouse, f"{unreceived} order by all"))
    warehouse.run()
    after = snapshot(warehouse.database, builds.marts)
    return Pruned(warehouse, before, after, found, later)


def of(tables: Snapshot, names: Collection[str]) -> Snapshot:
    """Some of the marts, without the sessions that a report names as examples."""
    found = {name: tables[name] for name in names}
    for name in found.keys() & {"rpt_unhandled_intents"}:
        columns, rows = found[name]
        found[name] = Table(
            columns,
            [
                tuple(
                    None if column.startswith("example_") else value
                    for column, value in zip(columns, row, strict=True)
                )
                for row in rows
            ],
        )
    return found


def examples(tables: Snapshot) -> set[str]:
    names = [f"example_session_id_{number}" for number in (1, 2, 3)]
    found = (column(tables, "rpt_unhandled_intents", name) for name in names)
    return {example for named in found for example in named if example}


def column(tables: Snapshot, mart: str, name: str) -> list:
    columns, rows = tables[mart]
    return [row[columns.index(name)] for row in rows]


def first_days(tables: Snapshot) -> set[tuple]:
    names = ("actor_id", "first_active_date")
    days = (column(tables, "dim_users", name) for name in names)
    return set(zip(*days, strict=True))


def test_a_prune_deletes_rows_and_changes_no_number(
    pruned: Pruned, builds: Builds
) -> None:
    counted = (*COUNTED, "rpt_event_ledger", "rpt_late_events")
    expect_none(
        differences(of(pruned.after, counted), of(pruned.before, counted), builds.marts)
    )
    facts = ("fct_sessions", "fct_turns", "fct_feedback")
    gone = differences(of(pruned.after, facts), of(pruned.before, facts), builds.marts)
    assert gone and all(line.endswith(": missing") for line in gone)
    kept = set(column(pruned.after, "fct_sessions", "session_id"))
    for session_id, ended_at in zip(
        column(pruned.before, "fct_sessions", "session_id"),
        column(pruned.before, "fct_sessions", "ended_at"),
        strict=True,
    ):
        assert session_id in kept or ended_at < HORIZON
    days = column(pruned.after, "fct_sessions", "session_date")
    assert min(days) < HORIZON.date()
    assert len(kept) < len(pruned.before["fct_sessions"].rows) / 2
    assert ("q1",) in pruned.unreceived[0]
    assert pruned.unreceived[1] == pruned.unreceived[0]
    # No report points at a session that is gone.
    assert examples(pruned.after)
    assert examples(pruned.after) <= kept
    assert not examples(pruned.before) <= kept


@dataclass
class DaysAfter:
    """The pruned warehouse when more has come, and what all rows at once would give."""

    warehouse: Warehouse
    expected: Snapshot
    # A prune between a run that read rows and one that counted them.
    refusal: str


@pytest.fixture(scope="module")
def days_after(pruned: Pruned, builds: Builds) -> DaysAfter:
    """A run that died is no way back into a pruned hour, and neither is one that did
    all but count what it had read; no more is pruned until that is done."""
    warehouse = pruned.warehouse
    warehouse.append(pruned.later_rows)
    with builds.full.run(warehouse.rows) as connection:
        expected = snapshot(connection, builds.marts)
    warehouse.append([*LATE, MORE_OF_KEPT, KEPT_AGAIN])
    warehouse.run("run", "--select", "+int_deliveries_set_aside")
    warehouse.run("run", "--exclude", "int_deliveries_counted+")
    next_day = json.dumps({"before": "2026-03-05"})
    refused = refusal(warehouse, "run-operation", "prune", "--args", next_day)
    warehouse.run()
    return DaysAfter(warehouse, expected, refused)


def test_days_after_it_are_counted_as_if_nothing_had_been_pruned(
    days_after: DaysAfter, builds: Builds
) -> None:
    """Who comes back is known still, late rows are set aside, and raw rows may go."""
    warehouse, expected = days_after.warehouse, days_after.expected
    assert "that are not counted yet: run dbt build first" in days_after.refusal
    ours = snapshot(warehouse.database, builds.marts)
    expect_none(differences(of(ours, COUNTED), of(expected, COUNTED), builds.marts))
    assert first_days(ours) <= first_days(expected)

    raw, quarantined = (
        sum(column(ours, "rpt_event_ledger", name)) for name in STILL_COUNTED
    )
    assert raw == len(warehouse.rows)
    assert quarantined == len(LATE) + sum(
        column(expected, "rpt_event_ledger", "count_quarantined")
    )
    set_aside = "select event_id from fct_quarantined_events where quarantine_reason"
    assert query(warehouse, f"{set_aside} = 'before_prune_horizon' order by all") == [
        ("m1",),
        ("o1",),
    ]

    kims = f"select count_events from fct_sessions where actor_id = '{md5('user:kim')}'"
    assert query(warehouse, kims) == [(3,)]

    # Again, with nothing new; then without the raw rows of the days that were pruned.
    warehouse.run("build", "--exclude-resource-type", "unit_test")
    expect_none(
        differences(snapshot(warehouse.database, builds.marts), ours, builds.marts)
    )
    warehouse.remove(
        {
            place
            for place, row in enumerate(warehouse.rows)
            if BEGINNING < receipt(row) < HORIZON
        }
    )
    warehouse.run()
    expect_none(
        differences(snapshot(warehouse.database, builds.marts), ours, builds.marts)
    )


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(8))
def test_a_prune_of_any_day_changes_no_number(
    builds: Builds, tmp_path: Path, number: int
) -> None:
    """Twice, and neither does what comes then of the days after it."""
    rng = random.Random(f"pruned {number}")
    rows = list(histories_of_months(range(number * 18, number * 18 + 18)))
    horizons = [date(2026, 1, 20) + timedelta(days=rng.randrange(40)) for _ in range(2)]
    last = datetime.combine(max(horizons), datetime.min.time())
    later = [row for row in rows if receipt(row) >= CUT and happened(row) >= last]
    warehouse = Warehouse(builds.dbt, tmp_path)
    warehouse.append(row for row in rows if receipt(row) < CUT)
    warehouse.run(*BUILD)
    counted = (*COUNTED, "rpt_event_ledger", "rpt_late_events")
    before = of(snapshot(warehouse.database, builds.marts), counted)
    for horizon in sorted(horizons):
        operation(warehouse, "prune", before=str(horizon))
        warehouse.run()
        after = of(snapshot(warehouse.database, builds.marts), counted)
        expect_none(differences(after, before, builds.marts), f"{horizon}")

    warehouse.append(later)
    warehouse.run()
    ours = of(snapshot(warehouse.database, builds.marts), counted)
    with builds.full.run(warehouse.rows) as connection:
        expected = of(snapshot(connection, builds.marts), counted)
    expect_none(differences(ours, expected, builds.marts), f"after {last}")


def test_what_would_lose_pruned_days_is_refused(pruned: Pruned, builds: Builds) -> None:
    warehouse = pruned.warehouse
    before = snapshot(warehouse.database, builds.marts)
    assert "pruned_days: forget together with --full-refresh" in refusal(
        warehouse, "run", "--full-refresh"
    )
    assert "setting restate_from: must not be before 2026-03-04" in refusal(
        warehouse, "run", restate_from="2026-03-01", restate_to="2026-03-31"
    )
    assert "pruned_days: keep leaves them" in refusal(
        warehouse, "run", metric_dimensions=["channel"]
    )
    assert "setting pruned_days: must be empty, keep or forget" in refusal(
        warehouse, "run", pruned_days="maybe"
    )
    assert "setting pruned_days: goes with --full-refresh only" in refusal(
        warehouse, "run", pruned_days="forget"
    )
    too_late = json.dumps({"before": "2030-01-01"})
    assert "before must not be after 2026-0" in refusal(
        warehouse, "run-operation", "prune", "--args", too_late
    )
    # Twice the same is no fault, and does nothing.
    operation(warehouse, "prune", before=str(HORIZON.date()))
    operation(warehouse, "prune", before="2025-01-01")
    after = snapshot(warehouse.database, builds.marts)
    expect_none(differences(after, before, builds.marts))


@dataclass
class ErasedAfter:
    """Two users erased from a pruned warehouse, and the marts on either side."""

    erase: Erasure
    before: Snapshot
    after: Snapshot


@pytest.fixture(scope="module")
def erased_after(days_after: DaysAfter, builds: Builds) -> ErasedAfter:
    warehouse = days_after.warehouse
    before = snapshot(warehouse.database, builds.marts)
    erase = Erasure(builds, warehouse)
    erase("user_id", "kim")
    erase("user_id", "noa")
    warehouse.run()
    return ErasedAfter(erase, before, snapshot(warehouse.database, builds.marts))


def test_a_user_is_erased_from_what_is_left(
    erased_after: ErasedAfter, builds: Builds
) -> None:
    """Of the days that were pruned only numbers are left, and they stay."""
    before, after = erased_after.before, erased_after.after
    assert not traces_of(
        erased_after.erase.warehouse, {md5("user:kim"), md5("user:noa")}
    )
    old_days = {
        name: [
            Table(columns, [row for row in rows if row[place] < HORIZON.date()])
            for columns, rows in (before[name], after[name])
            for place in [columns.index("metric_date")]
        ]
        for name in ("fct_metric_cells_daily", "fct_metric_histograms_daily")
    }
    for name, (old, new) in old_days.items():
        expect_none(differences({name: new}, {name: old}, builds.marts))
    assert before["fct_metrics_daily"] != after["fct_metrics_daily"]


def test_changed_metrics_are_counted_since_the_prune_or_from_what_is_there(
    erased_after: ErasedAfter,
) -> None:
    erase = erased_after.erase
    warehouse = erase.warehouse
    sql = (
        "select metric_date < '2026-03-04', dimension_name, count(*)"
        " from fct_metric_cells_daily group by all order by all"
    )
    before = query(warehouse, sql)
    warehouse.run(variables={"metric_dimensions": ["channel"], "pruned_days": "keep"})
    assert query(warehouse, sql) == [
        row for row in before if row[0] or row[1] in ("channel", "overall")
    ]

    warehouse.run("run", "--full-refresh", variables={"pruned_days": "forget"})
    expect_none(erase.differences())
