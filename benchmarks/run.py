"""What the project costs, held against a script that makes the same tables.

    python benchmarks/run.py --events 10000000 --results benchmarks/results.md
    python benchmarks/run.py --events 1000000 --pairs 1 --parts pairs equality

`make benchmark` is the same; README.md says what the parts measure. Everything is
written under target/benchmark.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from compare import compare
from generate_events import generate
from processes import PROJECT, Run, Warehouse, run_script
from report import Results, last_line, machine, page, remarks_of

ROOT = PROJECT / "target" / "benchmark"
PARTS = ("pairs", "equality", "increments", "slope")
# The history whose full refresh is held against the script.
DAYS = 365
HISTORIES = (90, 365, 730)
# Days that arrive one by one after a full refresh.
DAYS_MORE = 3
FIGURES = (
    *("sql_cpu_s", "sql_wall_s", "cpu_s", "wall_s"),
    *("overhead_s", "peak_mb", "read_mb", "disk_mb"),
)
# What the figures are of: while it stays as it is, they stay.
MEASURED = (
    *("dbt_project.yml", "profiles.yml", "requirements.txt"),
    *("macros", "models", "seeds"),
    *("benchmarks/generate_events.py", "benchmarks/pipeline.sql"),
)


def say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S}  {text}", flush=True)


def described(run: Run) -> str:
    return (
        f"{run.sql_cpu_s:.1f} CPU s, {run.sql_wall_s:.1f} s of SQL,"
        f" {run.usage.peak_mb:,.0f} MB"
    )


def aside(function: Callable, *arguments: object) -> Any:
    """In a process of its own, with which goes the memory that DuckDB takes for it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def count_rows(files: Sequence[Path]) -> int:
    query = "select count(*) from read_parquet($files)"
    return duckdb.execute(query, {"files": list(map(str, files))}).fetchone()[0]


def arrive(folder: Path, file: Path) -> None:
    os.link(file, folder / file.name)


def files_of(per_day: int, days: int) -> list[Path]:
    """The files of the first days, generated where they are not there yet."""
    folder = ROOT / f"events-{per_day}"
    if written := aside(generate, folder, per_day, days):
        say(f"{written} days of {per_day:,} events generated")
    return sorted(folder.glob("*.parquet"))[:days]


def marts_compared(ours: Path, theirs: Path) -> list[tuple[str, int, int]]:
    marts = []
    for found in compare(ours, theirs):
        say(str(found))
        marts.append((found.mart, found.rows, found.differences))
    return marts


def median_run(runs: Sequence[dict]) -> dict:
    ordered = sorted(runs, key=lambda run: run["sql_cpu_s"])
    return ordered[len(ordered) // 2]


def total_of(runs: Sequence[Run]) -> dict:
    """One after the other, as if they were one run."""
    figures = [run.figures() for run in runs]
    return {
        name: (max if name == "peak_mb" else sum)(figure[name] for figure in figures)
        for name in FIGURES
    }


class Benchmark:
    """The parts, in this order: a later one goes on with what an earlier one left."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.pairs: list[dict] = []
        self.warehouse: Warehouse | None = None  # the last pair's, while it is there

    def warehouse_of(self, name: str, per_day: int, days: int) -> Warehouse:
        """Without tables yet, of a folder in which the first days have arrived."""
        events = ROOT / f"{name}-events"
        shutil.rmtree(events, ignore_errors=True)
        events.mkdir(parents=True)
        for file in files_of(per_day, days):
            arrive(events, file)
        return Warehouse(ROOT / name, events, self.options.memory_limit)

    def measure_pairs(self) -> Results:
        per_day = self.options.events // DAYS
        self.warehouse = self.warehouse_of("pairs", per_day, DAYS)
        for number in range(1, self.options.pairs + 1):
            dbt = self.warehouse.refresh()
            script = run_script(
                ROOT / "script", self.warehouse.events, self.options.memory_limit
            )
            self.pairs.append({"dbt": dbt.figures(), "script": script.figures()})
            say(f"pair {number}: dbt {described(dbt)}; script {described(script)}")
        rows = count_rows(files_of(per_day, DAYS))
        return {"rows": rows, "pairs": self.pairs}

    def measure_equality(self) -> Results:
        """Of the databases that the last pair left."""
        if self.warehouse is None:
            raise SystemExit("what is compared is what the pairs make: add that part")
        script = ROOT / "script" / "script.duckdb"
        return {"marts": aside(marts_compared, self.warehouse.database, script)}

    def measure_increments(self) -> Results:
        per_day = self.options.events // DAYS
        return {
            "events_per_day": per_day,
            "histories": [self.history(days, per_day) for days in self.options.days],
        }

    def history(self, days: int, per_day: int) -> Results:
        """A full refresh of so many days, then a run for each day that arrives."""
        if days == DAYS and self.warehouse:
            warehouse, self.warehouse = self.warehouse, None
            full = median_run([pair["dbt"] for pair in self.pairs])
        else:
            warehouse = self.warehouse_of("history", per_day, days)
            run = warehouse.refresh()
            say(f"{days} days: {described(run)}")
            full = run.figures()
        rows = count_rows(files_of(per_day, days))
        increments = []
        for file in files_of(per_day, days + DAYS_MORE)[days:]:
            arrive(warehouse.events, file)
            run = warehouse.dbt("run")
            say(f"{days} days and one more: {described(run)}")
            increments.append(run.figures() | {"rows": count_rows([file])})
        warehouse.remove()
        return {"days": days, "rows": rows, "full": full, "increments": increments}

    def measure_slope(self) -> Results:
        return {"runs": [self.taken_in(size) for size in self.options.sizes]}

    def taken_in(self, size: int) -> Results:
        """A year of so many events: at once, or as it arrives in parts."""
        files = files_of(size // DAYS, DAYS)
        parts = self.options.arrivals
        if size == self.options.events and self.pairs and parts == 1:
            figures = median_run([pair["dbt"] for pair in self.pairs])
        else:
            ends = [DAYS * part // parts for part in range(1, parts + 1)]
            warehouse = self.warehouse_of("slope", size // DAYS, ends[0])
            runs = [warehouse.refresh()]
            say(f"{size:,} events, {ends[0]} days: {described(runs[0])}")
            for begin, end in pairwise(ends):
                for file in files[begin:end]:
                    arrive(warehouse.events, file)
                runs.append(warehouse.dbt("run"))
                say(f"{end} days: {described(runs[-1])}")
            warehouse.remove()
            figures = total_of(runs)
        return figures | {
            "events": size,
            "arrivals": parts,
            "rows": count_rows(files),
            "memory_limit": self.options.memory_limit,
        }


# ----------------------------------------------------------------------------- results


def git(*command: str) -> str:
    process = subprocess.run(
        ["git", *command], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return process.stdout.strip()


def commit() -> str:
    return git("describe", "--always", "--dirty", "--exclude=*") or "unknown"


def state_measured() -> str | None:
    """A name for the committed files that figures depend on; none for changed ones."""
    tree = git("ls-tree", "HEAD", "--", *MEASURED)
    if not tree or git("status", "--porcelain", "--", *MEASURED):
        return None
    return hashlib.sha256(tree.encode()).hexdigest()[:12]


def measured_before(path: Path) -> dict[str, Results]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def with_sizes_before(slope: Results, before: Results | None) -> Results:
    runs = {
        (run["events"], run["arrivals"]): run
        for run in [*(before or slope)["runs"], *slope["runs"]]
    }
    return slope | {"runs": [runs[key] for key in sorted(runs)]}


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000, help="a year of them")
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART"
    )
    parser.add_argument("--pairs", type=int, default=3, help="of dbt and the script")
    parser.add_argument(
        "--days", type=int, nargs="+", default=HISTORIES, help="before one day more"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", help="of the slope: a tenth of the events, all"
    )
    parser.add_argument(
        "--arrivals", type=int, default=1, help="parts in which those arrive"
    )
    parser.add_argument(
        "--memory-limit", default="80%", help="DuckDB's, for both, such as 4GB"
    )
    parser.add_argument("--results", type=Path, help="Markdown page to write")
    options = parser.parse_args(arguments)
    options.sizes = options.sizes or [options.events // 10, options.events]
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse_arguments(arguments)
    ROOT.mkdir(parents=True, exist_ok=True)
    state = state_measured()
    stored = ROOT / f"results-{options.events}-{state}.json"
    results = measured_before(stored) if state else {}
    benchmark = Benchmark(options)
    for name in PARTS:
        if name in options.parts:
            load = os.getloadavg()[0]
            part = getattr(benchmark, f"measure_{name}")()
            if name == "slope":
                part = with_sizes_before(part, results.get("slope"))
            results[name] = part | {
                "date": f"{datetime.now(UTC):%Y-%m-%d}",
                "commit": commit(),
                "load": round(load, 1),
                "memory_limit": options.memory_limit,
            }
            stored.write_text(json.dumps(results), encoding="utf-8")
    text = page(results, machine())
    if options.results:
        remarks = remarks_of(options.results)
        options.results.write_text(text + remarks, encoding="utf-8")
    print(f"\n{text}\n{last_line(results)}")


if __name__ == "__main__":
    main()
