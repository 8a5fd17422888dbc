"""Runs dbt in this process and says what the warehouse took of its time.

    python benchmarks/run_dbt.py figures.json run --full-refresh

dbt's time is its own and DuckDB's. Every statement that dbt sends is therefore timed
where dbt-duckdb hands it over, and so is the closing of the database, which writes what
is not yet written. CPU seconds of the statements are those of the threads that wait for
them, while they do, and of the threads that DuckDB started by itself: exact even when
two models run at a time. Wall seconds are those in which at least one statement ran.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper, LocalEnvironment
from dbt.cli.main import dbtRunner

from processes import own_peak_mb

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
TASKS = Path("/proc/self/task")


class Meter:
    """Adds up what statements take, whichever thread sends them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.calling_cpu_s = 0.0
        self.engine_cpu_s: dict[int, float] = {}
        self.wall_s = 0.0
        self.statements = 0
        self.running = 0
        self.since = 0.0

    @contextmanager
    def measure(self) -> Iterator[None]:
        with self.lock:
            self.running += 1
            if self.running == 1:
                self.since = time.perf_counter()
        cpu = time.thread_time()
        try:
            yield
        finally:
            cpu = time.thread_time() - cpu
            with self.lock:
                self.calling_cpu_s += cpu
                self.statements += 1
                self.look_at_engine()
                self.running -= 1
                if self.running == 0:
                    self.wall_s += time.perf_counter() - self.since

    def look_at_engine(self) -> None:
        """Of threads that Python did not start; what they had when last seen counts."""
        ours = {thread.native_id for thread in threading.enumerate()}
        for task in TASKS.iterdir():
            number = int(task.name)
            if number not in ours and number != os.getpid():
                self.engine_cpu_s[number] = cpu_of(task)

    def figures(self) -> dict[str, float]:
        return {
            "sql_cpu_s": self.calling_cpu_s + sum(self.engine_cpu_s.values()),
            "sql_wall_s": self.wall_s,
            "statements": self.statements,
        }


def cpu_of(task: Path) -> float:
    try:
        nanoseconds = (task / "schedstat").read_text("ascii").split()[0]
        return int(nanoseconds) / 1e9
    except FileNotFoundError:  # the thread has ended, or the kernel counts in ticks
        try:
            fields = (task / "stat").read_text("ascii").rpartition(")")[2].split()
        except FileNotFoundError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def metered(method: Callable, meter: Meter) -> Callable:
    def timed(*args, **kwargs):
        with meter.measure():
            return method(*args, **kwargs)

    return timed


def main(arguments: list[str] | None = None) -> None:
    figures, *command = arguments or sys.argv[1:]
    meter = Meter()
    DuckDBCursorWrapper.execute = metered(DuckDBCursorWrapper.execute, meter)
    LocalEnvironment.close = metered(LocalEnvironment.close, meter)
    outcome = dbtRunner().invoke(command)
    written = meter.figures() | {"peak_mb": own_peak_mb()}
    Path(figures).write_text(json.dumps(written), encoding="utf-8")
    sys.exit(0 if outcome.success else 1)


if __name__ == "__main__":
    main()
