"""What an exported CSV says of each value, on a mart made by hand of difficult ones."""

import csv
import io
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from conftest import PROJECT
from dbt_process import settings_of

MART = "fct_turns"
COLUMNS = {
    "turn_id": "varchar",
    "cost_usd": "double",
    "input_tokens": "bigint",
    "exact_share": "decimal(38, 18)",
    "is_error": "boolean",
    "submitted_date": "date",
    "submitted_at": "timestamp",
}
ROWS = [
    (
        *("plain", 0.25, 120, Decimal("0.5"), True),
        date(2024, 5, 6),
        datetime(2024, 5, 6, 9, 30),
    ),
    (
        # As a sum of floating point numbers is: not 0.3. The last digits count.
        *("last digits", 0.1 + 0.2, 2**53 + 1, Decimal(1) / 10**18, False),
        date(1, 1, 1),
        datetime(2024, 5, 6, 9, 30, 0, 1),
    ),
    (
        *(
            'a "quoted", word\nand a line; é',
            5e-324,
            -(2**63),
            -(Decimal(10) ** 19),
            False,
        ),
        date(9999, 12, 31),
        datetime(1999, 12, 31, 23, 59, 59, 999_999),
    ),
    ("007", 1 / 3 * 1e22, 0, Decimal(0), None, None, None),
    (None, None, None, None, None, None, None),
]


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table {MART} ({columns})")
        places = ", ".join("?" for _ in COLUMNS)
        connection.executemany(f"insert into {MART} values ({places})", ROWS)
        assert connection.execute(f"from {MART}").fetchall() == ROWS
        connection.execute("create table int_events as select 1 as event_id")

    def run(*arguments):
        """From the folder of the test: nothing may depend on where it is called."""
        return subprocess.run(
            [sys.executable, PROJECT / "scripts" / "export_mart.py", *arguments],
            cwd=folder,
            env=settings_of(folder)
            | {
                "DBT_TARGET_PATH": str(folder / "target"),
                "DBT_LOG_PATH": str(folder / "logs"),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run, folder


@pytest.fixture(scope="module")
def exported(export):
    run, folder = export
    process = run(MART, "--output", "new/folder/mart.csv")
    assert process.returncode == 0, process.stderr
    return (folder / "new" / "folder" / "mart.csv").read_bytes()


def rows_of(exported):
    return list(csv.reader(io.StringIO(exported.decode("utf-8"), newline="")))


def test_the_header_names_the_columns_in_order(exported):
    assert rows_of(exported)[0] == list(COLUMNS)


@pytest.mark.parametrize(
    ("column", "read"),
    [
        ("turn_id", str),
        ("cost_usd", float),
        ("input_tokens", int),
        ("exact_share", Decimal),
        ("is_error", {"true": True, "false": False}.__getitem__),
        ("submitted_date", date.fromisoformat),
        ("submitted_at", datetime.fromisoformat),
    ],
)
def test_each_value_is_read_back_as_it_was(column, read, exported):
    position = list(COLUMNS).index(column)
    fields = [row[position] for row in rows_of(exported)[1:]]
    values = [None if field == "" else read(field) for field in fields]
    assert values == [row[position] for row in ROWS]


def test_null_is_an_empty_field_and_nothing_else_is(exported):
    assert exported.endswith(b"\n,,,,,,\n")
    assert exported.count(b"\r") == 0


def test_nothing_but_the_complete_file_is_left(exported, export):
    _, folder = export
    names = [path.name for path in (folder / "new" / "folder").iterdir()]
    assert names == ["mart.csv"]


def test_standard_output_gets_the_same(exported, export):
    run, _ = export
    process = run(MART, "-o", "-")
    assert process.returncode == 0, process.stderr
    assert process.stdout.encode("utf-8") == exported


def test_what_is_no_mart_is_refused_with_the_marts_there_are(export):
    """Not even a model that is built, when it is none of the public face."""
    run, folder = export
    process = run("int_events", "--output", "refused.csv")
    assert process.returncode == 1
    assert "'int_events'" in process.stderr
    assert f"  {MART}\n" in process.stderr
    assert "  fct_metrics_daily\n" in process.stderr
    assert "Traceback" not in process.stderr
    assert not (folder / "refused.csv").exists()


def test_a_mart_that_is_not_built_is_said_to_be_so(export):
    run, folder = export
    process = run("fct_sessions", "--output", "absent.csv")
    assert process.returncode == 1
    assert "fct_sessions" in process.stderr
    assert "built" in process.stderr
    assert "Traceback" not in process.stderr
    assert not (folder / "absent.csv").exists()
