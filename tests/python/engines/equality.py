"""The same rows on DuckDB and on another engine, step by step."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dbt_process import made
from increments import Mart, Snapshot, marts_of
from reference import BLANKS

from .arrivals import Arrivals
from .base import EngineWarehouse, Server, differences
from .duckdb import DuckDB
from .outcomes import Findings

BUILD_AND_TEST_CODE = ("build",)
BUILD = ("build", "--exclude-resource-type", "unit_test")
WITHOUT_TESTS = ("build", "--resource-type", "model", "--resource-type", "seed")
NOTHING: Mapping[str, str] = {}
SCHEMA = "interaction_quality_test"
# Another way to the same rows is another log.
LOG_OF_RUNS = "rpt_session_restatements"


# All that is done to a warehouse, in turn; a build follows each.
STEPS = ("first arrival", "second arrival", "erase a user", "prune")
PRUNED_BEFORE = "2026-01-12"


@dataclass(frozen=True)
class Expected:
    """The arrivals, and what DuckDB makes of what is there after each step."""

    arrivals: Arrivals
    marts: Sequence[Mart]
    snapshots: Mapping[str, Snapshot]


def expected_of(given: Arrivals, folder: Path) -> Expected:
    """What increments on DuckDB give, step by step."""
    warehouse = EngineWarehouse(
        DuckDB(made(folder / "expected")), SCHEMA, made(folder / "dbt")
    )
    snapshots: dict[str, Snapshot] = {}
    marts: list[Mart] = []
    for step in STEPS:
        take(step, warehouse, given)
        warehouse.run("--write-json", *WITHOUT_TESTS)
        marts = marts_of(warehouse.folder)
        snapshots[step] = warehouse.snapshot(marts)
    return Expected(given, marts, snapshots)


def take(step: str, warehouse: EngineWarehouse, given: Arrivals) -> None:
    """What a step does before the build."""
    if step == "first arrival":
        warehouse.append(given.first)
    elif step == "second arrival":
        warehouse.append(given.second)
    elif step == "erase a user":
        users = Counter((row.get("user_id") or "").strip(BLANKS) for row in given.first)
        user = max(users, key=lambda name: (name != "", users[name]))
        operate(warehouse, "erase_user", {"user_id": user})
    else:
        operate(warehouse, "prune", {"before": PRUNED_BEFORE})


def operate(
    warehouse: EngineWarehouse, operation: str, arguments: Mapping[str, object]
) -> None:
    warehouse.run("run-operation", operation, "--args", json.dumps(arguments))


def found_on(
    server: Server,
    expected: Expected,
    folder: Path,
    first: Sequence[str] = BUILD_AND_TEST_CODE,
    extra: Mapping[str, str] = NOTHING,
) -> Findings:
    """After each step, what is not as DuckDB has it."""
    warehouse = EngineWarehouse(server, SCHEMA, made(folder), extra)
    for step in STEPS:
        take(step, warehouse, expected.arrivals)
        warehouse.run(*(first if step == STEPS[0] else BUILD))
        ours = warehouse.snapshot(expected.marts)
        yield step, differences(ours, expected.snapshots[step])


def found_in_full(expected: Expected, folder: Path) -> Findings:
    """What DuckDB's increments have and a build of all rows at once has not."""
    warehouse = EngineWarehouse(
        DuckDB(made(folder / "full")), SCHEMA, made(folder / "dbt")
    )
    for arrival in expected.arrivals:
        warehouse.append(arrival)
    warehouse.run(*BUILD_AND_TEST_CODE)
    without_log = [mart for mart in expected.marts if mart.name != LOG_OF_RUNS]
    theirs = dict(expected.snapshots["second arrival"])
    theirs.pop(LOG_OF_RUNS)
    yield "in full", differences(warehouse.snapshot(without_log), theirs)
