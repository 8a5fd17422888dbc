"""Builds the project with dbt, each time in a database and folders of its own."""

import csv
import gc
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from dbt_process import PROJECT, run_dbt

SCHEMA = PROJECT / "schemas" / "interaction_event.schema.json"
CONTRACT_COLUMNS = tuple(json.loads(SCHEMA.read_text("utf-8"))["properties"])

# dbt's closing "WARN=0" is no warning.
WARNING = re.compile(r"\bWARN(ING)?\b(?!=0)|\bWarning\b|deprecat", re.IGNORECASE)

if TYPE_CHECKING:
    from connected_project import RunsOnSources

RawRow = Mapping[str, object]


def dbt(
    args: Sequence[str],
    env: Mapping[str, str] | None = None,
    scratch: Path | None = None,
    project: Path = PROJECT,
) -> str:
    """Runs dbt in a process of its own (DuckDB allows one writer); gives its output.

    Fails with the whole output where dbt fails or warns. The caller's own settings
    of dbt and of the project are not inherited.
    """
    folder = scratch or Path(tempfile.mkdtemp(prefix="dbt-"))
    process = run_dbt(args, folder, project, env)
    words = " ".join(args)
    if process.returncode != 0:
        pytest.fail(f"dbt {words} failed:\n{process.stdout}", pytrace=False)
    if warning := WARNING.search(process.stdout):
        pytest.fail(
            f"dbt {words} said {warning.group()!r}:\n{process.stdout}", pytrace=False
        )
    return process.stdout


def write_raw_events(rows: Iterable[RawRow], path: Path) -> Path:
    """Raw rows as a CSV with every column of the contract, empty where not given."""
    columns = set(CONTRACT_COLUMNS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CONTRACT_COLUMNS)
        for row in rows:
            if unknown := row.keys() - columns:
                raise ValueError(f"not in the event contract: {sorted(unknown)}")
            writer.writerow([as_raw_text(row.get(name)) for name in CONTRACT_COLUMNS])
    return path


def as_raw_text(value: object) -> object:
    """A value of a raw row as a source would write it; None as it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value  # the csv module writes None as nothing


def open_warehouse(database: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(database), read_only=True)
    connection.execute("set search_path = 'main'")
    connection.execute("set TimeZone = 'UTC'")
    return connection


@pytest.fixture(scope="session")
def demo_warehouse(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo, built once with all its data tests and unit tests."""
    folder = tmp_path_factory.mktemp("demo")
    dbt(["build"], env={"INTERACTION_QUALITY_TEST_MACROS": "yes"}, scratch=folder)
    with open_warehouse(folder / "warehouse.duckdb") as connection:
        yield connection


@pytest.fixture(scope="session")
def build_project(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """A function that builds the project on raw rows, or on a file or table of them.

    Each call is a dbt invocation of many seconds. Unit tests bring their own rows, so
    only the demo's build runs them.
    """
    with ExitStack() as connections:

        def build(
            raw: Iterable[RawRow] | Path | str,
            vars: Mapping[str, object] | None = None,  # noqa: A002 (dbt's word)
            name: str = "warehouse",
            args: Sequence[str] = (
                "build",
                "--exclude-resource-type",
                "unit_test",
            ),
        ) -> duckdb.DuckDBPyConnection:
            folder = tmp_path_factory.mktemp(name)
            if not isinstance(raw, str | Path):
                raw = write_raw_events(raw, folder / "raw_interaction_events.csv")
            options = ["--vars", json.dumps(dict(vars))] if vars else []
            dbt(
                [*args, *options],
                env={"INTERACTION_EVENTS": str(raw)},
                scratch=folder,
            )
            return connections.enter_context(
                open_warehouse(folder / "warehouse.duckdb")
            )

        yield build


@pytest.fixture(scope="session")
def connected_project(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "RunsOnSources":
    """The project with all connectors, compiled once for as many runs as are wanted.

    With --alone each run is a build by dbt of the sources of the test alone.
    """
    from connected_project import AloneProject, ConnectedProject

    folder = tmp_path_factory.mktemp("connected")
    if request.config.getoption("--alone"):
        return AloneProject(folder)
    return ConnectedProject(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--alone",
        action="store_true",
        help="tests of connectors: dbt builds the sources of each test alone",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes first: the last of them would run alone."""
    slowest = [
        "test_operations",
        "test_increments",
        "test_late_events",
        "test_increment_examples",
        "test_crashes",
        "test_configuration",
    ]
    places = {name: place for place, name in enumerate(slowest)}
    items.sort(key=lambda item: places.get(item.path.stem, len(slowest)))


def pytest_unconfigure() -> None:
    # Hypothesis leaves a callback there. It keeps every module alive to the very end,
    # and DuckDB's bindings report that as pages of leaks after pytest's closing line.
    gc.callbacks.clear()
