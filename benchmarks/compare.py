"""Holds the marts of two warehouses against each other, row for row.

    python benchmarks/compare.py dbt.duckdb script.duckdb

Rows belong together when everything in them but their floating numbers is the same, and
of several such rows the one with the smallest numbers goes with the smallest. A number
may differ by 1e-9 of itself: sums are taken in another order. Everything else may not.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[1]
MARTS = PROJECT / "models" / "marts"
# Tells of runs: a script has none.
LOGS = {"rpt_session_restatements"}
TOLERANCE = 1e-9
# As far apart may be what is left of larger numbers that cancel out: it has no digits.
ABOUT_ZERO = 1e-12
FLOATING = ("DOUBLE", "FLOAT")
SHOWN_ROWS = 5

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Comparison:
    mart: str
    rows: int
    differences: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = f"{self.mart:<28}{self.rows:>12,} rows{self.differences:>8,} differences"
        return "\n    ".join([line, *self.examples])


def mart_names() -> list[str]:
    """Those of own events: others are there only while a source is connected."""
    return sorted(
        path.stem
        for path in MARTS.rglob("*.sql")
        if path.stem not in LOGS and "config(enabled=" not in path.read_text("utf-8")
    )


def columns_of(connection: Connection, database: str, mart: str) -> dict[str, str]:
    rows = connection.execute(
        "select column_name, data_type from duckdb_columns()"
        " where database_name = $database and table_name = $mart",
        {"database": database, "mart": mart},
    ).fetchall()
    return dict(rows)


def unequal(column: str, tolerance: float) -> str:
    """Whether two numbers are further apart than the order of a sum can bring them."""
    ours, theirs = f"ours.{column}", f"theirs.{column}"
    return (
        f"({ours} is null) <> ({theirs} is null)"
        f" or ({ours} <> {theirs} and not coalesce(abs({ours} - {theirs})"
        f" <= greatest({tolerance} * greatest(abs({ours}), abs({theirs})),"
        f" {ABOUT_ZERO}), false))"
    )


def compare_mart(
    connection: Connection,
    ours: str,
    theirs: str,
    mart: str,
    tolerance: float = TOLERANCE,
) -> Comparison:
    columns = columns_of(connection, ours, mart)
    other = columns_of(connection, theirs, mart)
    (rows,) = connection.execute(f"select count(*) from {ours}.main.{mart}").fetchone()
    if columns != other:
        unlike = tuple(
            f"{name}: {columns.get(name)}, {other.get(name)} in the other"
            for name in sorted(columns.keys() | other.keys())
            if columns.get(name) != other.get(name)
        )
        return Comparison(mart, rows, len(unlike), unlike)
    exact = [name for name, kind in columns.items() if kind not in FLOATING]
    floating = [name for name, kind in columns.items() if kind in FLOATING]
    numbered = (
        f"select *, row_number() over (partition by {', '.join(exact)}"
        f" order by {', '.join(floating) or '1'}) as place from"
    )
    same_row = " and ".join(
        f"ours.{name} is not distinct from theirs.{name}" for name in [*exact, "place"]
    )
    cases = [
        "when ours.place is null then 'only in the other'",
        "when theirs.place is null then 'only in the one'",
        *(
            f"when {unequal(name, tolerance)} then concat('{name} ',"
            f" coalesce(ours.{name}::text, 'null'), ' | ',"
            f" coalesce(theirs.{name}::text, 'null'))"
            for name in floating
        ),
    ]
    values = ", ".join(
        f"coalesce(ours.{name}, theirs.{name}) as {name}" for name in exact
    )
    connection.execute(
        f"""
        create or replace temp table differences as
        select case {" ".join(cases)} end as difference, {values}
        from ({numbered} {ours}.main.{mart}) as ours
        full join ({numbered} {theirs}.main.{mart}) as theirs on {same_row}
        where difference is not null
        """
    )
    (count,) = connection.execute("select count(*) from differences").fetchone()
    return Comparison(mart, rows, count, tuple(examples_in(connection)))


def examples_in(connection: Connection) -> Iterator[str]:
    cursor = connection.execute(
        f"select * from differences order by all limit {SHOWN_ROWS}"
    )
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        yield " ".join(
            f"{name}={value}"
            for name, value in zip(names, row, strict=True)
            if value is not None
        )


@contextmanager
def opened(ours: Path, theirs: Path) -> Iterator[Connection]:
    """A connection to both: to one under the name of its file, which dbt writes into
    its views, to the other as `theirs_db`."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{ours}' as {ours.stem} (read_only)")
        connection.execute(f"attach '{theirs}' as theirs_db (read_only)")
        yield connection


def compare(
    ours: Path,
    theirs: Path,
    marts: Iterable[str] | None = None,
    tolerance: float = TOLERANCE,
) -> Iterator[Comparison]:
    with opened(ours, theirs) as connection:
        for mart in marts or mart_names():
            yield compare_mart(connection, ours.stem, "theirs_db", mart, tolerance)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ours", type=Path)
    parser.add_argument("theirs", type=Path)
    parser.add_argument("--marts", nargs="+", default=mart_names())
    options = parser.parse_args(arguments)
    differences = 0
    for comparison in compare(options.ours, options.theirs, options.marts):
        print(comparison, flush=True)
        differences += comparison.differences
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
