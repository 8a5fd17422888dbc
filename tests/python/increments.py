"""Warehouses that grow: raw rows come in batches, and dbt runs between them.

One process of dbt parses the project once and then runs as often as it is told, on any
database. It lets go of the database after each command, so that rows can be added and
tables read in between. Run as a program, this file is that process.
"""

import json
import os
import random
import re
import subprocess
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import duckdb

from comparison import (
    FEEDBACK_FACTS,
    SESSION_FACTS,
    TURN_FACTS,
    assert_same,
    assert_same_rows,
    fetch,
    same,
)
from compiled_project import RAW_TABLE, CompiledProject
from conftest import CONTRACT_COLUMNS, RawRow, open_warehouse, write_raw_events
from dbt_process import folders_of, settings_of
from reference import BEGINNING, BLANKS, Recount, parse_time
from strategies import Row

SETTINGS = {"INTERACTION_EVENTS": RAW_TABLE, "INTERACTION_QUALITY_SALT": ""}
# So few that what millions of events need is done: slices of days.
VARIABLES = {"events_at_a_time": 1_000}
# Everything but tests: what makes a warehouse out of nothing.
BUILD = ("build", "--resource-type", "model", "--resource-type", "seed")
# Columns that need not be the same after two ways to the same rows, by mart; None for
# all of a mart.
INCIDENTAL: Mapping[str, Collection[str] | None] = MappingProxyType(
    # A log of what the runs did: another way to the same rows is another log.
    {"rpt_session_restatements": None}
)
END = datetime.max  # noqa: DTZ901 - every time here is UTC without a zone


# ---------------------------------------------------------------- dbt


class DbtProcess:
    """dbt in a process of its own, which takes one command after the other."""

    def __init__(
        self, scratch: Path, settings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.scratch = scratch
        self._output = scratch / "output.log"
        with self._output.open("w") as output:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__)), str(scratch)],
                env=settings_of(scratch) | SETTINGS | settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
            )

    def __call__(
        self,
        *command: str,
        folder: Path,
        variables: Mapping[str, object] | None = None,
    ) -> None:
        """Runs a command on the warehouse of the folder; no failure and no warning."""
        given = json.dumps(VARIABLES | dict(variables or {}))
        request = {"command": [*command, "--vars", given], "folder": str(folder)}
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline() or "null")
        words = " ".join(request["command"])
        assert answer is not None, f"dbt {words} ended:\n{self._output.read_text()}"
        assert answer["success"], f"dbt {words} failed:\n{answer['said']}"
        assert not answer["said"], f"dbt {words} warned:\n{answer['said']}"

    def compile(self, args: Sequence[str], env: object, scratch: Path) -> None:
        """In the place of `conftest.dbt`, with the settings of this process."""
        self(*args, folder=scratch)

    def close(self) -> None:
        # Closes the pipes as well, and waits.
        self._process.communicate()


def serve(scratch: Path) -> None:
    """Answers commands, one JSON object a line, until there are no more."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    parsed = dbtRunner().invoke(["--quiet", "parse", *folders_of(scratch)])
    assert parsed.success, parsed.exception
    for line in sys.stdin:
        request = json.loads(line)
        folder = Path(request["folder"])
        os.environ |= settings_of(folder) | SETTINGS
        said: list[str] = []

        def listen(event, said=said) -> None:
            if event.info.level in ("error", "warn"):
                said.append(event.info.msg)

        outcome = dbtRunner(manifest=parsed.result, callbacks=[listen]).invoke(
            [
                "--quiet",
                *request["command"],
                *folders_of(folder),
            ]
        )
        if outcome.exception is not None:
            said.append(repr(outcome.exception))
        DuckDBConnectionManager.env().close()
        DuckDBConnectionManager.close_all_connections()
        answer = {"success": outcome.success, "said": "\n".join(said)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


# ---------------------------------------------------------------- marts


@dataclass(frozen=True)
class Mart:
    """A public table, or one that runs write to, and what tells its rows apart."""

    name: str
    relation: str
    key: tuple[str, ...]


class Table(NamedTuple):
    """The rows of a mart, each as a tuple of these columns."""

    columns: tuple[str, ...]
    rows: list[tuple]


Snapshot = dict[str, Table]


def marts_of(folder: Path) -> list[Mart]:
    """Every model under models/marts."""
    marts = _models_of(
        folder, lambda node: node["original_file_path"].startswith("models/marts/")
    )
    assert marts, "no marts in the manifest"
    return marts


def increments_of(folder: Path) -> list[Mart]:
    """Every model that a run adds to or changes, wherever it is."""
    return _models_of(
        folder, lambda node: node["config"]["materialized"] == "incremental"
    )


def _models_of(folder: Path, is_asked_for: Callable[[dict], bool]) -> list[Mart]:
    """Models with the key that their tests hold unique."""
    manifest = json.loads((folder / "target" / "manifest.json").read_text("utf-8"))
    keys: dict[str, tuple[str, ...]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {"name": None}
        if test["name"] == "unique":
            keys[node["attached_node"]] = (node["column_name"],)
        elif test["name"] == "rows_are_sound":
            keys[node["attached_node"]] = tuple(test["kwargs"]["unique_key"])
        elif test["name"] == "unique_combination_of_columns":
            columns = tuple(test["kwargs"]["combination_of_columns"])
            keys.setdefault(node["attached_node"], columns)
    return [
        Mart(node["name"], node["relation_name"], keys.get(name, ()))
        for name, node in sorted(manifest["nodes"].items())
        if node["resource_type"] == "model" and is_asked_for(node)
    ]


def snapshot(
    database: Path | duckdb.DuckDBPyConnection,
    marts: Iterable[Mart],
    without: Mapping[str, Collection[str] | None] = INCIDENTAL,
) -> Snapshot:
    """The rows of every mart, save the columns (None: the whole mart) of `without`."""
    if isinstance(database, Path):
        with open_warehouse(database) as connection:
            return snapshot(connection, marts, without)
    tables = {}
    for mart in marts:
        left_out = without.get(mart.name, ())
        if left_out is None:
            continue
        description = database.execute(f"describe {mart.relation}").fetchall()
        names = {name for name, *_ in description}
        if missing := set(left_out) - names:
            raise ValueError(f"{mart.name} has no {sorted(missing)}")
        # By name: a contract puts the columns into another order than the SQL.
        columns = tuple(sorted(names - set(left_out)))
        rows = database.execute(f"select {', '.join(columns)} from {mart.relation}")
        tables[mart.name] = Table(columns, rows.fetchall())
    return tables


def differences(ours: Snapshot, theirs: Snapshot, marts: Iterable[Mart]) -> list[str]:
    """What is not as in theirs, one line a row: mart, key, and the columns that differ.

    Floating numbers may differ in their last digits, as `comparison.same` says.
    """
    assert ours.keys() == theirs.keys(), "not the same marts"
    found: list[str] = []
    for mart in marts:
        if mart.name not in ours:
            continue
        columns, rows = ours[mart.name]
        others = theirs[mart.name].rows
        assert columns == theirs[mart.name].columns, f"{mart.name}: other columns"
        if mart.key and set(mart.key) <= set(columns):
            found += _differences_by_key(mart, columns, rows, others)
        elif rows or others:
            try:
                assert_same_rows(rows, others, mart.name)
            except AssertionError as difference:
                found.append(str(difference))
                found += _leftovers(mart, rows, others)
    return found


def _differences_by_key(
    mart: Mart, columns: Sequence[str], rows: list[tuple], others: list[tuple]
) -> list[str]:
    places = [columns.index(name) for name in mart.key]

    def keyed(table: list[tuple]) -> dict[tuple, tuple]:
        return {tuple(row[place] for place in places): row for row in table}

    def words(key: tuple) -> str:
        return f"{mart.name} {dict(zip(mart.key, map(str, key), strict=True))}"

    ours, theirs = keyed(rows), keyed(others)
    assert len(theirs) == len(others), f"{mart.name}: its key is none"
    found = []
    if len(ours) < len(rows):
        found.append(f"{mart.name}: {len(rows) - len(ours)} rows with another's key")
    found += [f"{words(key)}: not to be there" for key in ours.keys() - theirs.keys()]
    found += [f"{words(key)}: missing" for key in theirs.keys() - ours.keys()]
    for key in ours.keys() & theirs.keys():
        if ours[key] == theirs[key]:
            continue
        facts = [
            f"{column} is {fact!r}, should be {other!r}"
            for column, fact, other in zip(columns, ours[key], theirs[key], strict=True)
            if not same(fact, other)
        ]
        if facts:
            found.append(f"{words(key)}: {'; '.join(facts)}")
    return sorted(found)


def _leftovers(mart: Mart, rows: list[tuple], others: list[tuple]) -> list[str]:
    ours, theirs = Counter(rows), Counter(others)
    return [f"{mart.name} {row!r}: not to be there" for row in ours - theirs] + [
        f"{mart.name} {row!r}: missing" for row in theirs - ours
    ]


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """What was written, to the last digit, by a run that had nothing to write.

    A table whose rows have the number of their run is a journal, and not compared.
    """
    assert before.keys() == after.keys(), "not the same tables"
    return [
        f"{name} {row!r}: {word}"
        for name in before
        if "run_number" not in before[name].columns
        for word, ours, theirs in (
            ("gone", before, after),
            ("new", after, before),
        )
        for row in (Counter(ours[name].rows) - Counter(theirs[name].rows)).elements()
    ]


def in_short(found: Sequence[str], shown: int = 15) -> str:
    """How many differences of each mart, and some of them in turn."""
    by_mart: dict[str, list[str]] = {}
    for line in found:
        mart = re.match(r"\w+_\w+", line)
        by_mart.setdefault(mart[0] if mart else "the recount", []).append(line)
    counts = ", ".join(f"{len(lines)} of {name}" for name, lines in by_mart.items())
    turns = zip_longest(*by_mart.values())
    lines = [line[:600] for turn in turns for line in turn if line][:shown]
    return "\n".join([f"{len(found)} differences: {counts}", *lines])


def expect_none(found: Sequence[str], subject: str = "") -> None:
    """Fails with differences that were found."""
    if found:
        raise AssertionError(f"{subject}{': ' if subject else ''}{in_short(found)}")


# ---------------------------------------------------------------- warehouses


@dataclass
class Warehouse:
    """A database file with a table of raw rows, on which dbt runs again and again."""

    dbt: DbtProcess
    folder: Path
    rows: list[RawRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._change(
            "create schema if not exists raw",
            f"create table if not exists {RAW_TABLE}"
            f" ({', '.join(f'{name} varchar' for name in CONTRACT_COLUMNS)})",
        )

    @property
    def database(self) -> Path:
        # The name of the file is the name of the database, the same in every one.
        return self.folder / "warehouse.duckdb"

    def append(self, rows: Iterable[RawRow]) -> None:
        """Adds raw rows, as a load would."""
        added = list(rows)
        self.rows += added
        if not added:
            return
        path = write_raw_events(added, self.folder / "batch.csv")
        columns = dict.fromkeys(CONTRACT_COLUMNS, "VARCHAR")
        self._change(
            f"insert into {RAW_TABLE} select * from read_csv('{path}', header = true,"
            " delim = ',', quote = '\"', escape = '\"', auto_detect = false,"
            f" columns = {columns})"
        )

    def remove(self, places: Collection[int]) -> None:
        """Takes away some of the raw rows, by their places among all of them."""
        kept = [row for place, row in enumerate(self.rows) if place not in places]
        self._change(f"delete from {RAW_TABLE}")
        self.rows.clear()
        self.append(kept)

    def run(
        self,
        *command: str,
        variables: Mapping[str, object] | None = None,
    ) -> None:
        """Runs dbt, by default `dbt run`."""
        self.dbt(*(command or ("run",)), folder=self.folder, variables=variables)

    def rebuilt(self, folder: Path) -> "Warehouse":
        """A new warehouse that gets the same raw rows at once and is built in full."""
        other = Warehouse(self.dbt, folder)
        other.append(self.rows)
        other.run(*BUILD, "--full-refresh")
        return other

    def _change(self, *statements: str) -> None:
        with duckdb.connect(str(self.database)) as connection:
            for statement in statements:
                connection.execute(statement)


class Builds:
    """The two ways to build: in runs on a file, and at once in memory."""

    def __init__(self, folder: Path) -> None:
        self.dbt = DbtProcess(folder)
        try:
            self.full = CompiledProject(folder, dbt=self.dbt.compile)
            self.marts = marts_of(folder)
            self.increments = increments_of(folder)
        except BaseException:
            self.dbt.close()
            raise

    def __enter__(self) -> "Builds":
        return self

    def __exit__(self, *_: object) -> None:
        self.dbt.close()

    def differences_from_full(self, warehouse: Warehouse) -> list[str]:
        """What is not as a build of the same rows in memory has it."""
        ours = snapshot(warehouse.database, self.marts)
        with self.full.run(warehouse.rows) as connection:
            return differences(ours, snapshot(connection, self.marts), self.marts)


def recount_differences(
    connection: duckdb.DuckDBPyConnection,
    expected: Recount,
    periods: Sequence[str] = ("day",),
) -> list[str]:
    """What is not as recounted, as `comparison.assert_same` says it."""
    try:
        assert_same(connection, expected, periods)
    except AssertionError as difference:
        return str(difference).splitlines()
    return []


# ---------------------------------------------------------------- batches


@dataclass(frozen=True)
class Case:
    """Rows of one source and, for each, the number of the load that brings it."""

    source_name: str
    rows: Sequence[Row]
    loads: Sequence[int]

    def until(self, load: int) -> list[Row]:
        """The rows there are after a load."""
        return [row for row, its in self._pairs() if its <= load]

    def part(self, kept: Collection[int], source_name: str) -> "Case":
        """Some of the rows, under the name of a source (and with people) of its own."""
        pairs = [pair for place, pair in enumerate(self._pairs()) if place in kept]
        rows = [renamed(row, self.source_name, source_name) for row, _ in pairs]
        return Case(source_name, rows, [load for _, load in pairs])

    def _pairs(self) -> Iterable[tuple[Row, int]]:
        return zip(self.rows, self.loads, strict=True)


def renamed(row: Row, source_name: str, other_name: str) -> Row:
    """The row under the name of another source, its people named after that."""
    names = ("source_name", "user_id", "anonymous_id")
    return row | {
        name: text.replace(source_name, other_name, 1)
        for name in names
        if (text := row.get(name)) is not None
    }


def ends_of_loads(
    rows: Iterable[Row], loads: int, rng: random.Random
) -> list[datetime]:
    """The last receipt that each load can hold.

    Moments at which rows were received, so that time passes from load to load and ends
    in the midst of some histories; the last load holds whatever is left.
    """
    received = sorted(receipt(row) for row in rows)
    dense = received[: len(received) * 9 // 10]
    return [*sorted(rng.sample(dense, loads - 1)), END]


def receipt(row: Row) -> datetime:
    """When a row was received; a row that does not say so could be the first."""
    return parse_time((row.get("received_at") or "").strip(BLANKS)) or BEGINNING


def first_loads(rows: Iterable[Row], ends: Sequence[datetime]) -> list[int]:
    """For each row the first load that can hold it."""
    return [bisect_left(ends, receipt(row)) for row in rows]


def dealt(
    source_name: str, rows: Sequence[Row], ends: Sequence[datetime], rng: random.Random
) -> Case:
    """A case whose rows come in time, or in any order but not before their time."""
    first, last = first_loads(rows, ends), len(ends) - 1
    manner = rng.choice(["in time", "some late", "some late", "any order", "held back"])
    share_late = {"in time": 0.0, "some late": 0.25, "any order": 1.0, "held back": 0.0}
    loads = [
        rng.randint(load, last) if rng.random() < share_late[manner] else load
        for load in first
    ]
    if manner == "held back":
        loads[rng.randrange(len(loads))] = last
    return Case(source_name, rows, loads)


@dataclass(frozen=True)
class Pack:
    """Cases for one warehouse, and the receipts with which each load ends."""

    cases: Sequence[Case]
    ends: Sequence[datetime]

    @property
    def loads(self) -> range:
        return range(len(self.ends))

    def until(self, load: int) -> list[Row]:
        return [row for case in self.cases for row in case.until(load)]

    def batch(self, load: int) -> list[Row]:
        """The rows of one load, in no order that means anything."""
        rows = [
            row
            for case in self.cases
            for row, its in zip(case.rows, case.loads, strict=True)
            if its == load
        ]
        random.Random(load).shuffle(rows)
        return rows


# ---------------------------------------------------------------- small cases


def sources_that_differ(
    connection: duckdb.DuckDBPyConnection, expected: Recount
) -> set[str]:
    """The sources whose sessions, turns, ratings or ledger are not as recounted."""
    ledger = [
        row
        | {
            "raw": row["count_raw"],
            "accepted": row["count_accepted"],
            "duplicates": row["count_duplicates"],
            "quarantined": row["count_quarantined"],
        }
        for row in fetch(connection, "select * from rpt_event_ledger")
    ]
    sessions = fetch(connection, "select * from fct_sessions")
    turns = fetch(connection, "select * from fct_turns")
    feedback = fetch(connection, "select * from fct_feedback")
    found = set()
    for ours, theirs, facts in (
        (
            {row["session_id"]: row for row in sessions},
            expected.sessions,
            SESSION_FACTS,
        ),
        ({row["turn_id"]: row for row in turns}, expected.turns, TURN_FACTS),
        (
            {(row["source_name"], row["event_id"]): row for row in feedback},
            expected.feedback,
            FEEDBACK_FACTS,
        ),
        (
            {(row["source_name"], row["received_date"]): row for row in ledger},
            {key: {"source_name": key[0], **c} for key, c in expected.ledger.items()},
            ("raw", "accepted", "duplicates", "quarantined"),
        ),
    ):
        for key in ours.keys() | theirs.keys():
            one, other = ours.get(key), theirs.get(key)
            if not (one and other and all(same(one[f], other[f]) for f in facts)):
                found.add((one or other)["source_name"])
    return found


def smallest(
    case: Case, differing: Callable[[Sequence[Case]], set[str]], rounds: int = 3
) -> Case | None:
    """A smaller case that still differs; None where the case does not differ alone.

    Each round tries many parts of the case side by side, each a source of its own in
    one warehouse, and goes on with the smallest that differs: without a half, a
    quarter, an eighth of the rows, without each single row, without any that could be
    missed one by one, and random halves. A few rounds only; what is left need not be
    minimal.
    """
    rng = random.Random(len(case.rows))
    missed: set[int] = set()
    found = None
    for number in range(rounds):
        everything = set(range(len(case.rows)))
        kept = [everything, everything - missed]
        for share in (2, 4, 8, len(everything)):
            size = max(1, len(everything) // share)
            kept += [
                everything - set(range(start, start + size))
                for start in range(0, len(everything), size)
            ]
        for among in (everything, missed) * 8:
            half = set(rng.sample(sorted(among), len(among) // 2))
            kept.append(everything - half)
        parts = {
            f"part{number}x{place:03d}": places for place, places in enumerate(kept)
        }
        failing = differing(
            [case.part(places, name) for name, places in parts.items() if places]
        )
        if not failing:
            return found
        best = min(failing, key=lambda name: len(parts[name]))
        left_out = [everything - parts[name] for name in failing]
        singles = {min(places) for places in left_out if len(places) == 1}
        order = sorted(parts[best])
        missed = {order.index(place) for place in singles if place in parts[best]}
        case = found = case.part(parts[best], "case")
        if len(case.rows) == 1:
            break
    return found


def in_words(case: Case) -> str:
    """The rows of a case in the order of their loads, what is null left out."""
    lines = [
        f"load {load}: { {name: text for name, text in row.items() if text} }"
        for load, row in sorted(
            zip(case.loads, case.rows, strict=True),
            key=lambda pair: (pair[0], receipt(pair[1])),
        )
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
