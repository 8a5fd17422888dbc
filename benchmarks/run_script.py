"""Runs pipeline.sql on a glob of events and says what each statement took.

python benchmarks/run_script.py --events 'folder/*.parquet' --database file.duckdb
"""

import argparse
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from processes import own_peak_mb

FOLDER = Path(__file__).resolve().parent
SCRIPT = FOLDER / "pipeline.sql"
SEEDS = FOLDER.parent / "seeds"
COMMENT = re.compile(r"--[^\n]*")
# What a statement makes, or else its first words.
SUBJECT = re.compile(r"(?:table|update|macro|variable) (\w+)")


def name_of(statement: str) -> str:
    words = " ".join(COMMENT.sub("", statement).split())
    found = SUBJECT.search(words[:60])
    return found.group(1) if found else words[:40]


def run(events: str, database: Path, memory_limit: str = "80%") -> list[dict]:
    figures = []
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"set memory_limit = '{memory_limit}'")
        connection.execute("set variable events = $events", {"events": events})
        connection.execute("set variable seeds = $seeds", {"seeds": str(SEEDS)})
        for statement in connection.extract_statements(SCRIPT.read_text("utf-8")):
            wall, cpu = time.perf_counter(), time.process_time()
            connection.execute(statement.query)
            figures.append(
                {
                    "name": name_of(statement.query),
                    "wall_s": time.perf_counter() - wall,
                    "cpu_s": time.process_time() - cpu,
                }
            )
    return figures


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", required=True, help="glob of Parquet files")
    parser.add_argument("--database", type=Path, required=True, help="made anew")
    parser.add_argument("--memory-limit", default="80%", help="such as 4GB")
    parser.add_argument("--figures", type=Path, help="JSON file to write")
    options = parser.parse_args(arguments)
    for leftover in (options.database, Path(f"{options.database}.wal")):
        leftover.unlink(missing_ok=True)
    figures = run(options.events, options.database, options.memory_limit)
    if options.figures:
        written = {"statements": figures, "peak_mb": own_peak_mb()}
        options.figures.write_text(json.dumps(written), encoding="utf-8")
    else:
        for figure in sorted(figures, key=lambda each: -each["cpu_s"]):
            if figure["cpu_s"] >= 0.005:
                print("{cpu_s:8.2f} {wall_s:8.2f}  {name}".format(**figure))
        total = sum(figure["cpu_s"] for figure in figures)
        print(f"{total:8.2f}  CPU seconds in all")


if __name__ == "__main__":
    main()
