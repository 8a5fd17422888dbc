"""A run that is killed, or meets another one, leaves nothing that the next cannot mend.

The warehouse has a history and was just given a new batch. Each test works on a copy of
its file, with dbt in a process of its own, as it runs every night.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from dbt_process import folders_of, settings_of
from increments import (
    BUILD,
    SETTINGS,
    Builds,
    Pack,
    Snapshot,
    Warehouse,
    dealt,
    differences,
    ends_of_loads,
    expect_none,
    snapshot,
)
from strategies import Row, random_history

FIRST_DAY = date(2026, 1, 5)
HISTORIES = 40
KILLS = 3
NIGHTLY_KILLS = 20
NIGHTLY_REFRESHES = 10
# What dbt says when a model has begun, and when one is done.
BEGUN = " START sql "
DONE = " OK created sql "


SECONDS_OF_A_MODEL = 0.1
# How long a second run may take to say that it cannot have the database.
PATIENCE_SECONDS = 60


def start_dbt(folder: Path, *command: str) -> subprocess.Popen[str]:
    """dbt as from a shell, with a process group of its own."""
    program = str(Path(sys.executable).with_name("dbt"))
    return subprocess.Popen(
        [
            *(sys.executable, program, "--no-use-colors", *command),
            *folders_of(folder),
        ],
        env=settings_of(folder) | SETTINGS | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def dbt_until(
    folder: Path, *command: str, done: int = 0
) -> Iterator[subprocess.Popen[str]]:
    """dbt when so many models are done (0: when one has begun), and not yet ended.

    Nothing of it is left afterwards.
    """
    with start_dbt(folder, *command) as process:
        try:
            assert process.stdout is not None
            said = ""
            while said.count(DONE) < done or BEGUN not in said:
                line = process.stdout.readline()
                assert line, f"dbt ended too soon:\n{said}"
                said += line
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def copied(warehouse: Warehouse, place: Path) -> Warehouse:
    """The same database file in another place, in that of what was there."""
    for old in place.glob("warehouse.duckdb*"):
        old.unlink()
    shutil.copy(warehouse.database, place)
    return Warehouse(warehouse.dbt, place, list(warehouse.rows))


@dataclass(frozen=True)
class Scene:
    """A warehouse before its new batch is run, and what has to come of it.

    There is one place for copies of its file, so that dbt, whose profile names the
    place, need not parse the project again for each.
    """

    builds: Builds
    before: Warehouse
    place: Path
    next_batch: list[Row]
    undisturbed: Snapshot
    after_next_batch: Snapshot
    models: int

    def set_up(self) -> Warehouse:
        return copied(self.before, self.place)

    def differences(self, warehouse: Warehouse, expected: Snapshot) -> list[str]:
        marts = self.builds.marts
        return differences(snapshot(warehouse.database, marts), expected, marts)

    def kill(self, share: float, *command: str) -> None:
        """Kills dbt, and all that it started, when a share of its work is done.

        By work and not by time, which depends on what else the machine does. Between
        two models the moment is at random as well.
        """
        models, rest = divmod(share * self.models, 1)
        with dbt_until(self.place, *command, done=int(models)) as process:
            time.sleep(rest * SECONDS_OF_A_MODEL)
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert "Completed" not in said


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("crashes")
    rng = random.Random("crashes")
    histories = {
        f"source{seed:05d}": random_history(
            seed, f"source{seed:05d}", FIRST_DAY + timedelta(days=seed % 3)
        )
        for seed in range(7000, 7000 + HISTORIES)
    }
    ends = ends_of_loads([row for rows in histories.values() for row in rows], 3, rng)
    cases = [dealt(name, rows, ends, rng) for name, rows in histories.items()]
    pack = Pack(cases, ends)
    place = folder / "place"
    place.mkdir()
    with Builds(place) as builds:
        before = Warehouse(builds.dbt, folder / "before")
        before.append(pack.batch(0))
        before.run(*BUILD)
        before.append(pack.batch(1))
        warehouse = copied(before, place)
        with start_dbt(place, "run") as process:
            said, _ = process.communicate()
        assert process.returncode == 0, said
        undisturbed = snapshot(warehouse.database, builds.marts)

        warehouse.append(pack.batch(2))
        warehouse.run()
        expect_none(builds.differences_from_full(warehouse))
        after_next = snapshot(warehouse.database, builds.marts)
        assert differences(undisturbed, after_next, builds.marts)
        yield Scene(
            builds,
            before,
            place,
            pack.batch(2),
            undisturbed,
            after_next,
            said.count(DONE),
        )


def moments(number: int) -> list[object]:
    """One moment in each of so many equal parts of the work of a run."""
    rng = random.Random(f"{number} moments")
    shares = [(part + 0.98 * rng.random()) / number for part in range(number)]
    return [pytest.param(part, share) for part, share in enumerate(shares)]


def is_mended(scene: Scene, part: int, share: float) -> None:
    """Killed, and then: run again; given more to do first; refreshed and killed again.

    The last run is an ordinary one each time, not a refresh.
    """
    warehouse = scene.set_up()
    scene.kill(share, "run")
    expected = scene.undisturbed
    if part % 3 == 1:
        warehouse.append(scene.next_batch)
        expected = scene.after_next_batch
    if part % 3 == 2:
        scene.kill(0.98 - 0.98 * share, "run", "--full-refresh")
    warehouse.run()

    expect_none(scene.differences(warehouse, expected))


@pytest.mark.parametrize(("part", "share"), moments(KILLS))
def test_a_killed_run_is_mended_by_the_next(
    scene: Scene, part: int, share: float
) -> None:
    is_mended(scene, part, share)


@pytest.mark.nightly
@pytest.mark.parametrize(("part", "share"), moments(NIGHTLY_KILLS))
def test_runs_killed_at_many_moments_are_mended(
    scene: Scene, part: int, share: float
) -> None:
    is_mended(scene, part, share)


@pytest.mark.nightly
@pytest.mark.parametrize(("part", "share"), moments(NIGHTLY_REFRESHES))
def test_a_killed_full_refresh_is_mended_by_the_next_run(
    scene: Scene, part: int, share: float
) -> None:
    warehouse = scene.set_up()
    scene.kill(share, "run", "--full-refresh")
    warehouse.run()

    expect_none(scene.differences(warehouse, scene.undisturbed))


def test_a_second_run_at_the_same_time_is_refused_or_waits(scene: Scene) -> None:
    """The first is stopped while the second tries, so that the two do meet."""
    warehouse = scene.set_up()
    with dbt_until(scene.place, "run") as first:
        os.killpg(first.pid, signal.SIGSTOP)
        with start_dbt(scene.place, "run") as second:
            try:
                said, _ = second.communicate(timeout=PATIENCE_SECONDS)
                waited = False
            except subprocess.TimeoutExpired:
                waited = True
            os.killpg(first.pid, signal.SIGCONT)
            told, _ = first.communicate()
            if waited:
                said, _ = second.communicate()

    assert first.returncode == 0, told
    if waited:
        assert second.returncode == 0, said
    else:
        assert second.returncode > 0, said
        assert "Could not set lock on file" in said, said
        assert str(warehouse.database) in said and str(first.pid) in said, said
    expect_none(scene.differences(warehouse, scene.undisturbed))
