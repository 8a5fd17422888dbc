"""Writes a mart as CSV, through dbt's own connection to whatever warehouse it is in.

An empty field is null. Numbers keep every digit, times are ISO 8601 in UTC.
"""

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from dbt.adapters.factory import get_adapter_by_type
from dbt.adapters.sql import SQLConnectionManager
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

PROJECT = Path(__file__).resolve().parents[1]
BATCH_ROWS = 10_000


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mart", help="name of the model, such as fct_metrics_daily")
    parser.add_argument(
        "-o",
        "--output",
        help="file to write, or - for standard output (default: exports/<mart>.csv)",
    )
    parser.add_argument("-t", "--target", help="target of profiles.yml")
    return parser.parse_args(arguments)


def parse_project(target: str | None) -> Manifest:
    command = ["--quiet", "parse", "--project-dir", str(PROJECT)]
    if target:
        command += ["--target", target]
    outcome = dbtRunner().invoke(command)
    if not outcome.success:
        sys.exit(f"dbt could not read the project: {outcome.exception or ''}")
    return outcome.result


def relation_of(mart: str, manifest: Manifest) -> str:
    marts = {
        node.name: node.relation_name
        for node in manifest.nodes.values()
        if node.resource_type == "model" and "marts" in node.fqn
    }
    if mart not in marts:
        known = "\n".join(f"  {name}" for name in sorted(marts))
        sys.exit(f"There is no mart called {mart!r}. The marts are:\n{known}")
    return marts[mart]


def read(adapter, query: str) -> tuple[list[str], Iterator[Sequence]]:
    """Column names and rows; in batches where the adapter has a cursor."""
    if isinstance(adapter.connections, SQLConnectionManager):
        _, cursor = adapter.connections.add_select_query(query)
        names = [column[0] for column in cursor.description]
        batches = iter(lambda: cursor.fetchmany(BATCH_ROWS), [])
        return names, (row for batch in batches for row in batch)
    _, table = adapter.execute(query, fetch=True)
    return list(table.column_names), iter(table.rows)


def as_text(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, default=str)
    return value


def write(path: str, names: list[str], rows: Iterable[Sequence]) -> int:
    """A file appears when it is complete, and not before."""
    if path == "-":
        return write_rows(sys.stdout, names, rows)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            count = write_rows(file, names, rows)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return count


def write_rows(file, names: list[str], rows: Iterable[Sequence]) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([as_text(value) for value in row])
        count += 1
    return count


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse_arguments(arguments)
    # Read before the working directory changes: dbt looks for profiles.yml in it.
    output = options.output or str(PROJECT / "exports" / f"{options.mart}.csv")
    if output != "-":
        output = str(Path(output).resolve())
    os.chdir(PROJECT)

    manifest = parse_project(options.target)
    relation = relation_of(options.mart, manifest)
    adapter = get_adapter_by_type(manifest.metadata.adapter_type)
    with adapter.connection_named("export_mart"):
        try:
            names, rows = read(adapter, f"select * from {relation}")
            count = write(output, names, rows)
        except BrokenPipeError:
            # The reader of standard output has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except Exception as error:
            sys.exit(f"{relation} could not be read (has it been built?): {error}")
    print(f"{count} rows of {options.mart} written to {output}", file=sys.stderr)


if __name__ == "__main__":
    main()
