"""The script that the project is measured against makes the same marts, and the
comparison that says so sees whatever is not the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from compare import FLOATING, Comparison, columns_of, compare, compare_mart, mart_names
from conftest import dbt
from generate_events import generate
from report import slopes
from run_script import run as run_script

EVENTS_A_DAY = 500
DAYS = 40


class Databases(NamedTuple):
    project: Path
    script: Path


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    folder = tmp_path_factory.mktemp("benchmark")
    generate(folder / "events", EVENTS_A_DAY, DAYS)
    events = str(folder / "events" / "*.parquet")
    # Events are put together in slices, as those of many more rows are.
    variables = f"events_at_a_time: {EVENTS_A_DAY * 6}"
    dbt(
        ["build", "--exclude-resource-type", "test", "unit_test", "--vars", variables],
        env={"INTERACTION_EVENTS": events, "INTERACTION_QUALITY_SALT": ""},
        scratch=folder,
    )
    run_script(events, folder / "script.duckdb")
    return Databases(folder / "warehouse.duckdb", folder / "script.duckdb")


def test_the_script_makes_the_marts_of_the_project(databases: Databases) -> None:
    comparisons = list(compare(*databases))

    assert [str(found) for found in comparisons if found.differences] == []
    assert [found.mart for found in comparisons if not found.rows] == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("int_events", "load_hour"),
        ("int_sessions", "session_date"),
        ("int_turns", "submitted_date"),
    ],
)
def test_what_came_or_happened_together_lies_together(
    databases: Databases, table: str, column: str
) -> None:
    """Or a later run, which names its days, could skip nothing of them.

    The few events that came twice lie behind the others.
    """
    with duckdb.connect(str(databases.project), read_only=True) as connection:
        (rows, steps_back) = connection.execute(
            f"select count(*), count_if(value < before) from ("
            f" select {column} as value,"
            f" lag({column}) over (order by rowid) as before from {table})"
        ).fetchone()
    assert rows > 1000
    assert steps_back <= rows * 0.02


def test_a_longer_history_begins_with_the_same_files(tmp_path: Path) -> None:
    for name, days in (("short", 2), ("long", 4)):
        generate(tmp_path / name, 100, days)

    short, long = (
        duckdb.sql(f"from read_parquet('{tmp_path}/{name}/*.parquet', filename = true)")
        .project("* exclude (filename), parse_filename(filename) as file")
        .order("all")
        .fetchall()
        for name in ("short", "long")
    )

    files = {row[-1] for row in short}
    assert len(files) == 2
    assert [row for row in long if row[-1] in files] == short


# ---------------------------------------------------------------- changed on purpose


@pytest.fixture(scope="module")
def both(databases: Databases) -> Iterator[duckdb.DuckDBPyConnection]:
    """Of each mart one row, as many times as it has columns, in two databases."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{databases.script}' as script (read_only)")
        for name in ("kept", "changed"):
            connection.execute(f"attach ':memory:' as {name}")
            for mart in mart_names():
                connection.execute(
                    f"create table {name}.{mart} as select row_of_mart.*"
                    f" from (from script.main.{mart} order by all limit 1) row_of_mart"
                    f" cross join range({len(columns_of(connection, 'script', mart))})"
                )
        yield connection


@pytest.fixture
def copies(both: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    both.execute("begin")
    yield both
    both.execute("rollback")


@pytest.mark.parametrize("mart", mart_names())
def test_a_change_of_any_column_is_seen(
    copies: duckdb.DuckDBPyConnection, mart: str
) -> None:
    columns = columns_of(copies, "changed", mart)
    for row, (column, kind) in enumerate(columns.items()):
        copies.execute(
            f"update changed.{mart} set {column} = {other_value(column, kind)}"
            f" where rowid = {row}"
        )

    # Where it is no number, a row is missed on one side and another on the other.
    seen = sum(1 if kind in FLOATING else 2 for kind in columns.values())
    assert compared(copies, mart).differences == seen


def other_value(column: str, kind: str) -> str:
    """Another value than the row has, as near to it as must be seen."""
    if kind in FLOATING:
        return f"coalesce({column} + greatest(2e-9 * abs({column}), 1e-11), 0)"
    return {
        "BOOLEAN": f"not coalesce({column}, false)",
        "VARCHAR": f"coalesce({column}, '') || '.'",
        "DATE": f"coalesce({column} + 1, '2000-01-01')",
        "TIMESTAMP": f"coalesce({column} + interval 1 microsecond, '2000-01-01')",
    }.get(kind, f"coalesce({column} + 1, 0)")


@pytest.mark.parametrize(
    "change",
    [
        "delete from changed.fct_turns where rowid = 0",
        "insert into changed.fct_turns from changed.fct_turns limit 1",
        "alter table changed.fct_turns drop column is_copied",
        "alter table changed.fct_turns alter turn_number type integer",
    ],
)
def test_a_row_or_column_more_or_less_is_seen(
    copies: duckdb.DuckDBPyConnection, change: str
) -> None:
    copies.execute(change)

    assert compared(copies, "fct_turns").differences == 1


def test_the_order_of_a_sum_is_no_difference(
    copies: duckdb.DuckDBPyConnection,
) -> None:
    assert compared(copies, "fct_metrics_daily").differences == 0
    copies.execute(
        "update changed.fct_metrics_daily set metric_value = metric_value * (1 + 1e-12)"
    )

    assert compared(copies, "fct_metrics_daily").differences == 0


def compared(connection: duckdb.DuckDBPyConnection, mart: str) -> Comparison:
    return compare_mart(connection, "kept", "changed", mart)


def test_a_slope_is_for_ten_times_the_events() -> None:
    """Of the rows there are, and of what arrived in the fewest parts."""
    runs = [
        {"events": 1_000, "arrivals": 1, "rows": 1_000, "sql_cpu_s": 2.0},
        {"events": 10_000, "arrivals": 1, "rows": 10_000, "sql_cpu_s": 20.0},
        {"events": 10_000, "arrivals": 12, "rows": 10_000, "sql_cpu_s": 50.0},
        {"events": 100_000, "arrivals": 12, "rows": 1_000_000, "sql_cpu_s": 8_000.0},
    ]

    assert slopes({"slope": {"runs": runs}}) == {
        "1,000 to 10,000": pytest.approx(10),
        "10,000 to 100,000": pytest.approx(20),
    }
