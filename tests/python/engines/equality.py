"""The same rows on DuckDB and on another engine, arrival by arrival."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from increments import Mart, Snapshot, marts_of

from .arrivals import Arrivals
from .base import EngineWarehouse, Server, differences
from .duckdb import DuckDB

BUILD_AND_TEST_CODE = ("build",)
BUILD = ("build", "--exclude-resource-type", "unit_test")
WITHOUT_TESTS = ("build", "--resource-type", "model", "--resource-type", "seed")
SCHEMA = "interaction_quality_test"
# Another way to the same rows is another log.
LOG_OF_RUNS = "rpt_session_restatements"


@dataclass(frozen=True)
class Expected:
    """The arrivals, and what DuckDB makes of what has come after each."""

    arrivals: Arrivals
    marts: Sequence[Mart]
    snapshots: Sequence[Snapshot]


def expected_of(given: Arrivals, folder: Path) -> Expected:
    """What increments on DuckDB give, arrival by arrival."""
    warehouse = EngineWarehouse(
        DuckDB(made(folder / "expected")), SCHEMA, made(folder / "dbt")
    )
    snapshots, marts = [], []
    for arrival in given:
        warehouse.append(arrival)
        warehouse.run("--write-json", *WITHOUT_TESTS)
        marts = marts_of(warehouse.folder)
        snapshots.append(warehouse.snapshot(marts))
    return Expected(given, marts, snapshots)


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def found_on(
    server: Server,
    expected: Expected,
    folder: Path,
    first: Sequence[str] = BUILD_AND_TEST_CODE,
) -> Iterator[list[str]]:
    """After each arrival, what is not as DuckDB has it."""
    warehouse = EngineWarehouse(server, SCHEMA, made(folder))
    for number, arrival in enumerate(expected.arrivals):
        warehouse.append(arrival)
        warehouse.run(*(first if number == 0 else BUILD))
        yield differences(
            warehouse.snapshot(expected.marts), expected.snapshots[number]
        )


def found_in_full(expected: Expected, folder: Path) -> Iterator[list[str]]:
    """What DuckDB's increments have and a build of all rows at once has not."""
    warehouse = EngineWarehouse(
        DuckDB(made(folder / "full")), SCHEMA, made(folder / "dbt")
    )
    for arrival in expected.arrivals:
        warehouse.append(arrival)
    warehouse.run(*BUILD_AND_TEST_CODE)
    without_log = [mart for mart in expected.marts if mart.name != LOG_OF_RUNS]
    theirs = dict(expected.snapshots[-1])
    theirs.pop(LOG_OF_RUNS)
    yield differences(warehouse.snapshot(without_log), theirs)
