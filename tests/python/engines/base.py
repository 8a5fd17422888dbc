"""What an engine has to do here, and how its marts are held against DuckDB's."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from conftest import RawRow
from dbt_process import run_dbt
from increments import Mart, Snapshot, Table

# Relative. About 0 it is absolute: what is left there of a difference has no digits.
TOLERANCE = 1e-11
# What tells of the run and not of the rows.
OF_THE_RUN: Mapping[str, Sequence[str]] = {
    "rpt_session_restatements": ("run_started_at",)
}
SALT = "salt of the engines"
RAW_TABLE = "raw_interaction_events"
Rows = tuple[list[str], list[tuple]]


class EngineError(Exception):
    """An engine that failed, with what it said."""


class Server(Protocol):
    """A running engine."""

    target: str
    program: Sequence[str]

    def settings(self, schema: str) -> dict[str, str]:
        """The environment by which dbt finds a schema of it."""

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        """Adds raw rows, as texts, to the raw table of a schema."""

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        """Of each query the names of the columns, and the rows in Python's types."""


@dataclass
class EngineWarehouse:
    """A schema with a table of raw rows, on which dbt runs again and again."""

    server: Server
    schema: str
    folder: Path
    # For dbt, besides what the server needs.
    extra: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def append(self, rows: Iterable[RawRow]) -> None:
        self.server.load(self.schema, rows)

    def run(self, *command: str) -> str:
        """Runs dbt; what it said. Neither a failure nor a warning is let through."""
        process = run_dbt(
            [*command, "--target", self.server.target],
            self.folder,
            env=self.server.settings(self.schema)
            | {
                "INTERACTION_EVENTS": f"{self.schema}.{RAW_TABLE}",
                "INTERACTION_QUALITY_SCHEMA": self.schema,
                "INTERACTION_QUALITY_SALT": SALT,
                "INTERACTION_QUALITY_TEST_MACROS": "yes",
                **self.extra,
            },
            program=self.server.program,
        )
        self.said.append(process.stdout)
        if process.returncode != 0:
            raise EngineError(process.stdout)
        return process.stdout

    def snapshot(self, marts: Iterable[Mart]) -> Snapshot:
        """The rows of every mart, but for what tells of the run."""
        names = [mart.name for mart in marts]
        answers = self.server.fetch(
            self.schema, [f"select * from {name}" for name in names]
        )
        return {
            name: table_of(name, *answer)
            for name, answer in zip(names, answers, strict=True)
        }


def table_of(name: str, columns: Sequence[str], rows: Iterable[Sequence]) -> Table:
    """The columns by their names: engines may have them in another order."""
    places = sorted(
        (column.lower(), place)
        for place, column in enumerate(columns)
        if column.lower() not in OF_THE_RUN.get(name, ())
    )
    return Table(
        tuple(column for column, _ in places),
        [tuple(row[place] for _, place in places) for row in rows],
    )


def equal(ours: object, theirs: object) -> bool:
    """The same type and value; floating numbers to the tolerance, others exactly."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return ours == theirs


def place_of(row: Sequence) -> tuple:
    """Where a row is put to be compared: floating numbers last, and rounded."""
    exact = [(fact is not None, str(fact)) for fact in row if type(fact) is not float]
    rounded = [f"{fact:.8e}" for fact in row if type(fact) is float]
    return (exact, rounded)


def differences(ours: Snapshot, theirs: Snapshot) -> list[str]:
    """What is not as in theirs, one line a row, whatever the order of the rows."""
    found = []
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in ours or name not in theirs:
            found.append(f"{name}: is not there")
            continue
        columns, rows = ours[name]
        if columns != theirs[name].columns:
            found.append(f"{name}: columns {columns}, should be {theirs[name].columns}")
            continue
        others = theirs[name].rows
        if len(rows) != len(others):
            found.append(f"{name}: {len(rows)} rows, should be {len(others)}")
        pairs = zip(
            sorted(rows, key=place_of), sorted(others, key=place_of), strict=False
        )
        for row, other in pairs:
            if not all(map(equal, row, other)):
                facts = [
                    f"{column} is {fact!r}, should be {fact_of_other!r}"
                    for column, fact, fact_of_other in zip(
                        columns, row, other, strict=True
                    )
                    if not equal(fact, fact_of_other)
                ]
                found.append(f"{name} {row[:3]}: {'; '.join(facts)}")
    return found
