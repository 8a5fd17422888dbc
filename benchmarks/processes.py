"""Runs dbt or the script in a fresh process and measures what it took."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROJECT = FOLDER.parent
RUN_DBT = FOLDER / "run_dbt.py"
RUN_SCRIPT = FOLDER / "run_script.py"


@dataclass(frozen=True)
class Usage:
    """Of a process from start to end, as the kernel counts it."""

    cpu_s: float
    wall_s: float
    peak_mb: float  # largest resident set
    read_mb: float  # through read calls: what is in the page cache counts
    disk_mb: float  # what had to come from the disk


@dataclass(frozen=True)
class Run:
    """One run. The SQL is all of the script, and of dbt what it sends."""

    usage: Usage
    sql_cpu_s: float
    sql_wall_s: float
    steps: dict[str, float] = field(default_factory=dict)  # seconds by name

    def figures(self) -> dict:
        return asdict(self.usage) | {
            "sql_cpu_s": self.sql_cpu_s,
            "sql_wall_s": self.sql_wall_s,
            "overhead_s": self.usage.wall_s - self.sql_wall_s,
            "steps_s": sum(self.steps.values()),
            "steps": self.steps,
        }


def settings(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment without the caller's own settings of dbt and of the project."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DBT_", "INTERACTION_"))
    }
    return inherited | {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "INTERACTION_QUALITY_SALT": "",
        **changes,
    }


def own_peak_mb() -> float:
    """Of this process. What the kernel tells its parent counts in the memory that the
    parent itself had when it made the process."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.removesuffix("kB")) / 1024
    raise RuntimeError("no VmHWM in /proc/self/status")


def measure(
    command: Sequence[str], env: Mapping[str, str], log: Path, figures: Path
) -> tuple[Usage, dict]:
    """Waits for the process to end, also gives what it wrote down of itself. Stops
    everything when it failed."""
    with log.open("w", encoding="utf-8") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        # Not reaped yet, so that its counters can still be read.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        wall_s = time.perf_counter() - start
        counters = input_of(process.pid)
        _, status, resources = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = "\n".join(log.read_text("utf-8").splitlines()[-40:])
        sys.exit(f"{' '.join(command[1:4])} failed ({process.returncode}):\n{tail}")
    written = json.loads(figures.read_text("utf-8"))
    usage = Usage(
        cpu_s=resources.ru_utime + resources.ru_stime,
        wall_s=wall_s,
        peak_mb=written["peak_mb"],
        read_mb=counters["rchar"] / 1e6,
        disk_mb=counters["read_bytes"] / 1e6,
    )
    return usage, written


def input_of(pid: int) -> dict[str, int]:
    lines = Path(f"/proc/{pid}/io").read_text("ascii").splitlines()
    return {
        name: int(value) for name, _, value in (line.partition(":") for line in lines)
    }


class Warehouse:
    """A dbt warehouse in a folder of its own, from the Parquet files of another."""

    def __init__(self, folder: Path, events: Path, memory_limit: str) -> None:
        self.folder = folder
        self.events = events
        self.database = folder / "warehouse.duckdb"
        self.env = settings(
            {
                "INTERACTION_EVENTS": str(events / "*.parquet"),
                "INTERACTION_QUALITY_DATABASE": str(self.database),
                "INTERACTION_QUALITY_MEMORY_LIMIT": memory_limit,
            }
        )

    def refresh(self) -> Run:
        """In full, in an empty database with seeds; parsed before, as in daily use."""
        self.remove()
        self.folder.mkdir(parents=True)
        self.dbt("seed")
        return self.dbt("run", "--full-refresh")

    def dbt(self, *command: str) -> Run:
        figures = self.folder / "figures.json"
        usage, written = measure(
            [
                *(sys.executable, str(RUN_DBT), str(figures), "--no-use-colors"),
                *command,
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
                *("--target-path", str(self.folder / "target")),
                *("--log-path", str(self.folder / "logs")),
            ],
            self.env,
            self.folder / f"{command[0]}.log",
            figures,
        )
        return Run(usage, written["sql_cpu_s"], written["sql_wall_s"], self.steps())

    def steps(self) -> dict[str, float]:
        results = json.loads(
            (self.folder / "target/run_results.json").read_text("utf-8")
        )
        return {
            result["unique_id"].split(".")[-1]: sum(
                seconds_of(timing)
                for timing in result["timing"]
                if timing["name"] == "execute"
            )
            for result in results["results"]
        }

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def seconds_of(timing: Mapping[str, str]) -> float:
    begin, end = (
        datetime.fromisoformat(timing[name]) for name in ("started_at", "completed_at")
    )
    return (end - begin).total_seconds()


def run_script(folder: Path, events: Path, memory_limit: str) -> Run:
    """The script writes its tables to script.duckdb in the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    figures = folder / "figures.json"
    usage, written = measure(
        [
            *(sys.executable, str(RUN_SCRIPT)),
            *("--events", str(events / "*.parquet")),
            *("--database", str(folder / "script.duckdb")),
            *("--memory-limit", memory_limit),
            *("--figures", str(figures)),
        ],
        settings({}),
        folder / "script.log",
        figures,
    )
    steps: dict[str, float] = {}
    for figure in written["statements"]:
        steps[figure["name"]] = steps.get(figure["name"], 0) + figure["cpu_s"]
    return Run(usage, usage.cpu_s, usage.wall_s, steps)
