"""What the project costs on Apache Spark, and that it makes there what DuckDB makes.

    python benchmarks/run_spark.py --events 10000000 --results results_spark.md

A year of events is built in full, then a day more arrives and is built, on Spark
(local[2], tables of Parquet files) and on DuckDB. After both the marts are held against
each other, row for row. Of the day more it is said which partitions were written, and
from the plans of Spark's own log how much of each table was read. Everything is written
under target/benchmark-spark. Needs Java 17; the environment of `make test-engines`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from compare import Comparison, compare, mart_names
from generate_events import generate
from processes import PROJECT, Usage, Warehouse, settings
from report import Results, machine, table
from run import count_rows
from spark_plans import Scan, scans_of

ROOT = PROJECT / "target" / "benchmark-spark"
PYTHON = PROJECT / ".venv" / "engines" / "spark" / "bin" / "python"
REQUIREMENTS = "tests/python/engines/requirements/spark.txt"
DAYS = 365
SCHEMA = "benchmark"
TOLERANCE = 1e-11
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Of dbt's process and of the Java that it starts, as last seen."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S}  {text}", flush=True)


# -------------------------------------------------------------------------- processes


def family_of(pid: int) -> list[int]:
    """The process and all it has started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in family_of(int(child)))]


def usage_of(pid: int) -> tuple[float, float]:
    """CPU seconds and the largest resident set, in MB, up to now."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    peaks = [line.split()[1] for line in status.splitlines() if "VmHWM" in line]
    return (int(fields[11]) + int(fields[12])) / TICKS, sum(map(int, peaks)) / 1024


def watched(process: subprocess.Popen) -> Cost:
    """Waits for the end. What a process took in its last half second is not seen."""
    start = time.perf_counter()
    seen: dict[int, tuple[float, float]] = {}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.5):
            for pid in family_of(process.pid):
                usage = usage_of(pid)
                if usage > (0.0, 0.0):
                    seen[pid] = usage

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    ended.set()
    watcher.join()
    return Cost(
        time.perf_counter() - start,
        sum(cpu for cpu, _ in seen.values()),
        sum(peak for _, peak in seen.values()),
    )


# ------------------------------------------------------------------------------- Spark


class Spark:
    """A warehouse of Spark in a folder, on the Parquet files of another."""

    def __init__(self, folder: Path, events: Path, memory: str) -> None:
        self.folder = folder
        self.tables = folder / "tables"
        self.events = events
        self.env = settings(
            {
                "INTERACTION_EVENTS": f"{SCHEMA}.raw_interaction_events",
                "INTERACTION_QUALITY_SCHEMA": SCHEMA,
                "INTERACTION_QUALITY_SPARK_WAREHOUSE": str(self.tables),
                "INTERACTION_QUALITY_SPARK_MEMORY": memory,
                "INTERACTION_QUALITY_SPARK_PARTITIONS": "8",
                # Where Spark is told to keep a log of its plans.
                "SPARK_CONF_DIR": str(folder / "conf"),
                "SPARK_LOCAL_DIRS": str(folder / "spill"),
            }
        )

    def prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("conf", "log", "tables", "spill"):
            (self.folder / name).mkdir(parents=True)
        log = (self.folder / "log").as_uri()
        (self.folder / "conf" / "spark-defaults.conf").write_text(
            f"spark.eventLog.enabled true\nspark.eventLog.dir {log}\n"
            "spark.eventLog.rolling.enabled false\nspark.eventLog.compress false\n"
            "spark.sql.maxMetadataStringLength 4000\n",
            "utf-8",
        )
        self.sql(
            f"create schema {SCHEMA}",
            f"create table {SCHEMA}.raw_interaction_events using parquet"
            f" location '{self.events}'",
        )

    def sql(self, *statements: str) -> None:
        request = self.folder / "request.json"
        url = f"jdbc:derby:;databaseName={self.tables}/metastore;create=true"
        request.write_text(
            json.dumps(
                {
                    "settings": {
                        "spark.master": "local[2]",
                        "spark.sql.warehouse.dir": str(self.tables),
                        "spark.hadoop.javax.jdo.option.ConnectionURL": url,
                        "spark.ui.enabled": "false",
                    },
                    "statements": statements,
                }
            ),
            "utf-8",
        )
        program = PROJECT / "tests/python/engines/processes/spark_session.py"
        self.run("sql", [str(PYTHON), str(program), str(request)])

    def build(self, name: str) -> Cost:
        return self.run(
            name,
            [
                *(str(PYTHON), str(PYTHON.with_name("dbt")), "--no-use-colors"),
                *("build", "--resource-type", "model", "--resource-type", "seed"),
                *("--target", "spark", "--project-dir", str(PROJECT)),
                *("--profiles-dir", str(PROJECT)),
                *("--target-path", str(self.folder / "target")),
                *("--log-path", str(self.folder / "logs")),
            ],
        )

    def run(self, name: str, command: Sequence[str]) -> Cost:
        output = self.folder / f"{name}.txt"
        with output.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            cost = watched(process)
        if process.returncode != 0:
            sys.exit(f"{name} failed:\n{output.read_text('utf-8')[-4000:]}")
        return cost

    def marts(self, database: Path) -> Path:
        """Its marts in a file of DuckDB, which is how they are compared."""
        out = self.folder / "marts"
        shutil.rmtree(out, ignore_errors=True)
        self.sql(
            *(
                f"insert overwrite directory '{out}/{mart}' using parquet"
                f" select * from {SCHEMA}.{mart}"
                for mart in mart_names()
            )
        )
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for mart in mart_names():
                rows = f"read_parquet('{out}/{mart}/*.parquet')"
                described = connection.execute(f"describe from {rows}").fetchall()
                # Spark's only kind of timestamp is one of UTC.
                moments = [
                    f"cast({name} as timestamp) as {name}"
                    for name, kind, *_ in described
                    if kind == "TIMESTAMP WITH TIME ZONE"
                ]
                replaced = f" replace ({', '.join(moments)})" if moments else ""
                connection.execute(
                    f"create table {mart} as select *{replaced} from {rows}"
                )
        shutil.rmtree(out)
        return database

    def partitions(self) -> dict[str, dict[str, float]]:
        """Of each table with partitions, when each of them was written last."""
        written: dict[str, dict[str, float]] = {}
        for folder in sorted(self.tables.glob(f"{SCHEMA}.db/*/*=*")):
            files = [file.stat().st_mtime for file in folder.glob("*.parquet")]
            written.setdefault(folder.parent.name, {})[folder.name] = max(
                files, default=0.0
            )
        return written

    def scans(self) -> list[Scan]:
        """How statements of the last run have read tables with partitions."""
        logs = sorted(
            (self.folder / "log").iterdir(), key=lambda file: file.stat().st_mtime
        )
        return list(scans_of(logs[-1]))


# ------------------------------------------------------------------------------- parts


def differing(spark: Spark, duck: Warehouse) -> list[Comparison]:
    found = list(
        compare(
            spark.marts(ROOT / "spark_marts.duckdb"), duck.database, tolerance=TOLERANCE
        )
    )
    for comparison in found:
        say(str(comparison))
    return found


def arrive(files: Sequence[Path], events: Path) -> None:
    for file in files:
        os.link(file, events / file.name)


def touched(
    before: Mapping[str, Mapping[str, float]], after: Mapping[str, Mapping[str, float]]
) -> dict[str, int]:
    """How many partitions of each table were written in between, or are gone."""
    return {
        name: sum(
            before.get(name, {}).get(part) != after.get(name, {}).get(part)
            for part in before.get(name, {}).keys() | after.get(name, {}).keys()
        )
        for name in before.keys() | after.keys()
    }


def steps_of(spark: Spark, duck: Warehouse, files: Sequence[Path]) -> Results:
    arrive(files[:DAYS], spark.events)
    spark.prepare()
    full = spark.build("full")
    say(f"Spark, {DAYS} days: {full}")
    duck_full = duck.refresh()
    say(f"DuckDB: {duck_full.usage}")
    in_full = differing(spark, duck)
    before = spark.partitions()
    arrive(files[DAYS:], spark.events)
    more = spark.build("a-day-more")
    scans, after = spark.scans(), spark.partitions()
    say(f"Spark, a day more: {more}")
    duck_more = duck.dbt("run")
    return {
        "costs": [
            ("Spark, in full", full),
            ("DuckDB, in full", cost_of(duck_full.usage)),
            ("Spark, a day more", more),
            ("DuckDB, a day more", cost_of(duck_more.usage)),
        ],
        "marts": list(zip(in_full, differing(spark, duck), strict=True)),
        "partitions": after,
        "written": touched(before, after),
        "scans": scans,
    }


def cost_of(usage: Usage) -> Cost:
    return Cost(usage.wall_s, usage.cpu_s, usage.peak_mb)


def read(name: str, results: Results) -> tuple[int, int, int, int, int]:
    """How often parts of a table were read, and how often all of it, at the most."""
    scans = [scan for scan in results["scans"] if scan.table == name]
    parts = [(scan.partitions, scan.columns) for scan in scans if scan.is_filtered]
    whole = [scan.columns for scan in scans if not scan.is_filtered]
    return (
        len(parts),
        *max(parts, default=(0, 0)),
        len(whole),
        max(whole, default=0),
    )


def page(rows: int, memory: str, results: Results) -> str:
    facts = machine() | {
        "heap of Spark": memory,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    costs = [
        (name, cost.wall_s, cost.cpu_s, cost.peak_mb) for name, cost in results["costs"]
    ]
    marts = [
        (full.mart, more.rows, full.differences, more.differences)
        for full, more in results["marts"]
    ]
    partitions = [
        (name, len(parts), results["written"].get(name, 0), *read(name, results))
        for name, parts in sorted(results["partitions"].items())
    ]
    return "\n\n".join(
        [
            f"# On Apache Spark: {rows:,} raw rows, and a day more",
            "What each figure is: `benchmarks/README.md`.",
            table(["", ""], facts.items()),
            "## Cost",
            table(["run", "wall s", "CPU s", "peak MB"], costs),
            "## Marts held against DuckDB's",
            table(["mart", "rows", "differences in full", "after a day more"], marts),
            "## Partitions that a day more has to do with",
            table(
                [
                    "table",
                    "there are",
                    "written",
                    "scans that skip",
                    "most read by one",
                    "its columns",
                    "scans of all",
                    "most columns of one",
                ],
                partitions,
            ),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000_000, help="a year of them")
    parser.add_argument("--memory", default="8g", help="heap of Spark's process")
    parser.add_argument("--results", type=Path, help="Markdown page to write")
    options = parser.parse_args()
    subprocess.run(
        ["sh", "scripts/set_up.sh", REQUIREMENTS],
        cwd=PROJECT,
        env=os.environ | {"ENVIRONMENT": str(PYTHON.parents[1])},
        check=True,
    )
    source = ROOT / f"events-{options.events // DAYS}"
    generate(source, options.events // DAYS, DAYS + 1)
    files = sorted(source.glob("*.parquet"))[: DAYS + 1]
    events = ROOT / "events"
    shutil.rmtree(events, ignore_errors=True)
    events.mkdir(parents=True)
    spark = Spark(ROOT / "spark", events, options.memory)
    duck = Warehouse(ROOT / "duckdb", events, "4GB")
    results = steps_of(spark, duck, files)
    text = page(count_rows(files[:DAYS]), options.memory, results)
    if options.results:
        options.results.write_text(text, encoding="utf-8")
    print(f"\n{text}")
    differences = sum(
        full.differences + more.differences for full, more in results["marts"]
    )
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
