"""The demo on every version of dbt that is to do: `make test-dbt-versions`.

Each parses the project, builds the demo and tests data and code, and no warning is let
through; every mart is held against that of the pinned version. What is known to fail on
the alpha of dbt Core v2 is listed here, and has to fail. Says of each version in turn
what came of it, and closes with all in one line. Fails where one differs.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import duckdb

from dbt_process import DBT, PROJECT, copy_project, made, run_dbt
from engines.base import OF_THE_RUN, EngineError, differences
from engines.environments import environment
from engines.outcomes import Findings, closed, timed
from increments import Mart, Snapshot, marts_of, snapshot

from .library import folder_of_library
from .results import Results, difference_in_kinds, kinds_of, results_in, surprises

PACKAGE = "dbt_versions"
PINNED = version("dbt-core")
NEXT = "1.12.0"
ALPHA = "2.0.0a4"

# What the alpha gets wrong, by the name of what fails.
FAILING_TESTS = {
    # A bigint is an integer of 32 bits to it.
    "a_number_that_cannot_be_read_is_said_so_and_not_taken_for_none",
    # The text null in a fixture is no text to it.
    "properties_are_a_json_object_or_malformed",
    # A seed as an input without rows has its own rows, and none to it.
    "a_spelling_of_the_sources_own_goes_before_the_common_one",
    # Not its own fault: DuckDB 1.5.6 does not read an offset without a colon.
    "assert_to_utc_timestamp",
}
# In a second run: it names the types of a column and of its table differently, so that
# `on_schema_change: fail` fails.
FAILING_INCREMENTS = {"int_load_hour_changes"}


@dataclass
class Trial:
    """A version of dbt, and a folder in which it builds the demo."""

    program: Sequence[str]
    folder: Path
    project: Path = PROJECT
    settings: Mapping[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> Results:
        """Runs dbt; neither a failure nor a warning is let through."""
        return self._run("--warn-error", *command, may_fail=False)

    def try_out(self, *command: str) -> Results:
        """Runs dbt, whatever comes of each node."""
        return self._run(*command, may_fail=True)

    def snapshot(self, marts: Sequence[Mart]) -> Snapshot:
        """The rows of every mart, but for what tells of the run."""
        database = self.folder / "warehouse.duckdb"
        try:
            return snapshot(database, marts, without=OF_THE_RUN)
        except duckdb.Error as error:
            raise EngineError(str(error)) from error

    def _run(self, *command: str, may_fail: bool) -> Results:
        (self.folder / "target" / "run_results.json").unlink(missing_ok=True)
        process = run_dbt(
            ["--write-json", *command],
            self.folder,
            self.project,
            env={"INTERACTION_QUALITY_TEST_MACROS": "yes", **self.settings},
            program=self.program,
        )
        results = results_in(self.folder)
        if process.returncode != 0 and not (may_fail and results):
            raise EngineError(process.stdout)
        return results


@dataclass(frozen=True)
class Expected:
    """What the pinned version has made, and how many nodes of each kind it ran."""

    marts: Sequence[Mart]
    rows: Snapshot
    kinds: Counter[str]

    def differences_of(self, trial: Trial) -> list[str]:
        return differences(trial.snapshot(self.marts), self.rows)


def expected_of(pinned: Trial) -> Expected:
    marts = marts_of(pinned.folder)
    return Expected(marts, pinned.snapshot(marts), kinds_of(results_in(pinned.folder)))


def parsed_and_built(trial: Trial) -> Findings:
    trial.run("parse")
    yield "parse", []
    trial.run("build")
    yield "build", []


def found_on_next(folder: Path, expected: Expected) -> Findings:
    python = environment(NEXT, package=PACKAGE)
    trial = Trial((str(python), str(python.with_name("dbt"))), made(folder))
    yield from parsed_and_built(trial)
    ours = kinds_of(results_in(trial.folder))
    yield "nodes", difference_in_kinds(ours, expected.kinds)
    yield "marts", expected.differences_of(trial)


def found_on_alpha(folder: Path, expected: Expected) -> Findings:
    """Code is tested after the build: it takes the types from what is built."""
    python = environment(ALPHA, package=PACKAGE)
    trial = Trial(
        [str(python.with_name("dbt-core-experimental-parser"))],
        made(folder),
        # It writes to the project, and to the home.
        copy_project(folder / "project"),
        {"HOME": str(folder), "DBT_LOG_LEVEL_FILE": "off"},
    )
    trial.run("parse")
    yield "parse", []

    trial.settings = {**trial.settings, **settings_of_library()}
    built = trial.run(
        *("build", "--exclude-resource-type", "unit_test"),
        *("--exclude", *sorted(FAILING_TESTS)),
    )
    yield "build", []
    yield "marts", expected.differences_of(trial)

    tested = trial.try_out("test", "--select", "test_type:unit", *sorted(FAILING_TESTS))
    yield "tests of code", surprises(tested, FAILING_TESTS)
    yield "nodes", difference_in_kinds(kinds_of(built, tested), expected.kinds)

    again = trial.try_out("build", "--exclude-resource-type", "unit_test")
    # What follows a failure is skipped.
    done = {node: word for node, word in again.items() if word != "skipped"}
    known = FAILING_INCREMENTS | {"assert_to_utc_timestamp"}
    yield "second build", surprises(done, known)


FOUND_ON = {NEXT: found_on_next, ALPHA: found_on_alpha}


def settings_of_library() -> dict[str, str]:
    paths = [str(folder_of_library()), os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, paths)),
        # It takes a size, and no share of the memory.
        "INTERACTION_QUALITY_MEMORY_LIMIT": "4GB",
    }


def main() -> int:
    outcomes = dict.fromkeys(
        (PINNED, *FOUND_ON), f"not run: there is nothing of {PINNED}"
    )
    with tempfile.TemporaryDirectory(prefix="dbt-versions-") as scratch:
        folder = Path(scratch)
        pinned = Trial(DBT, made(folder / PINNED))
        outcomes[PINNED] = timed(PINNED, parsed_and_built(pinned), "built")
        if outcomes[PINNED] == "built":
            expected = expected_of(pinned)
            for name, found_on in FOUND_ON.items():
                outcomes[name] = timed(name, found_on(folder / name, expected))
    return closed("dbt", outcomes)


if __name__ == "__main__":
    sys.exit(main())
