"""The exported CSV holds the mart: every row, every digit, nothing for null."""

import csv
import os
import shutil
import subprocess
import sys
from datetime import date, datetime

import pytest

from conftest import PROJECT

MART = "fct_sessions"


def read_cell(text, example):
    match example:
        case _ if text == "":
            return None
        case bool():
            return {"true": True, "false": False}[text]
        case datetime() | date():
            return type(example).fromisoformat(text)
    return type(example)(text)


@pytest.fixture(scope="module")
def export(demo_warehouse, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    ((database,),) = demo_warehouse.execute(
        "select path from duckdb_databases() where not internal"
    ).fetchall()
    # A copy: dbt opens it for writing while the tests read.
    shutil.copy(database, folder / "warehouse.duckdb")

    def run(*arguments):
        return subprocess.run(
            [sys.executable, PROJECT / "scripts" / "export_mart.py", *arguments],
            cwd=folder,
            env=os.environ
            | {
                "INTERACTION_QUALITY_DATABASE": str(folder / "warehouse.duckdb"),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                "DBT_TARGET_PATH": str(folder / "target"),
                "DBT_LOG_PATH": str(folder / "logs"),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_exports_every_value(export, demo_warehouse, tmp_path):
    process = export(MART, "--output", str(tmp_path / "new" / "mart.csv"))
    assert process.returncode == 0, process.stderr
    assert process.stdout == ""

    mart = demo_warehouse.execute(f"select * from {MART}")
    names = [column[0] for column in mart.description]
    expected = mart.fetchall()
    examples = [
        next((value for value in column if value is not None), None)
        for column in zip(*expected, strict=True)
    ]
    with (tmp_path / "new" / "mart.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    exported = [tuple(map(read_cell, row, examples)) for row in rows]

    assert header == names
    assert len(expected) > 0
    assert any(None in row for row in expected)
    assert sorted(exported, key=repr) == sorted(expected, key=repr)


def test_unknown_mart_is_named_with_the_known_ones(export):
    process = export("fct_metrics_dayly")
    assert process.returncode == 1
    assert "'fct_metrics_dayly'" in process.stderr
    assert f"  {MART}\n" in process.stderr
    assert "Traceback" not in process.stderr
