"""What is equal on which engine: `make test-engines`.

The same raw rows in two arrivals, the second with what is late; then a user is erased,
and what is old is pruned. After each step every model is built and tested, and every
mart held against DuckDB's; DuckDB's against a build of all rows at once. Says of each
engine in turn what came of it, and closes with all in one line. Of engines that cannot
be executed here every statement is read in their dialect. Fails where one differs.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

from dbt_process import made

from .arrivals import arrivals
from .base import Server
from .bigquery import BigQuery, bigquery
from .environments import environment
from .equality import SCHEMA, Expected, expected_of, found_in_full, found_on
from .iceberg import iceberg_settings
from .outcomes import Findings, closed, timed
from .parsed import DIALECTS, findings_in
from .postgres import postgres
from .sent import LOGGED, analyzed, found_in_sent, sent_in
from .snowflake import Snowflake, snowflake
from .spark import Spark


@contextmanager
def spark(folder: Path) -> Iterator[Spark]:
    yield Spark(folder, environment("spark", needs=("java",)))


@contextmanager
def spark_iceberg(folder: Path) -> Iterator[Spark]:
    python = environment("spark-iceberg", needs=("java",))
    settings = iceberg_settings(python, folder)
    yield Spark(folder, python, file_format="iceberg", defaults=settings)


@contextmanager
def snowflake_emulator(folder: Path) -> Iterator[Snowflake]:
    with snowflake(folder, environment("snowflake")) as server:
        yield server


@contextmanager
def bigquery_emulator(folder: Path) -> Iterator[BigQuery]:
    with bigquery(folder, environment("bigquery")) as server:
        yield server


SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "postgres": postgres,
    "spark": spark,
    "spark-iceberg": spark_iceberg,
    "snowflake-emulator": snowflake_emulator,
    "bigquery-emulator": bigquery_emulator,
}
# With the warehouse whose dialect each reads.
EMULATORS = {"snowflake-emulator": "snowflake", "bigquery-emulator": "bigquery"}
ENGINES = ("duckdb", *SERVERS, *DIALECTS)


def findings(name: str, expected: Callable[[], Expected], folder: Path) -> Findings:
    if name == "duckdb":
        yield from found_in_full(expected(), folder)
    elif name in DIALECTS:
        yield from findings_in(name, environment(name), made(folder / "dbt"))
    elif name in EMULATORS:
        yield from found_on_emulator(name, expected(), folder)
    else:
        with SERVERS[name](made(folder / "server")) as server:
            yield from found_on(server, expected(), folder / "dbt")


def found_on_emulator(name: str, expected: Expected, folder: Path) -> Findings:
    """What DuckDB has, an emulator has: is it the warehouse's as well?"""
    dialect = EMULATORS[name]
    with SERVERS[name](made(folder / "server")) as server:
        yield from found_on(server, expected, folder / "dbt", extra=LOGGED)
        columns = server.columns(SCHEMA) if isinstance(server, BigQuery) else None
    yield from findings_in(dialect, environment(dialect), made(folder / "compiled"))
    statements = list(sent_in(folder / "dbt"))
    yield from found_in_sent(dialect, statements)
    if columns is not None:
        yield from analyzed(statements, columns, made(folder / "analyzed"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="engines", description=__doc__)
    parser.add_argument("engines", nargs="*", metavar="engine", help=", ".join(ENGINES))
    parser.add_argument(
        "--without-demo", action="store_true", help="a few thousand rows alone"
    )
    options = parser.parse_args(arguments)
    names = options.engines or ENGINES
    if unknown := set(names) - set(ENGINES):
        parser.error(f"no engine of ours: {', '.join(sorted(unknown))}")
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="engines-") as scratch:
        folder = Path(scratch)
        given = arrivals(with_demo=not options.without_demo)
        expected = cache(lambda: expected_of(given, folder / "expected"))
        for name in names:
            outcomes[name] = timed(
                name,
                findings(name, expected, folder / name),
                otherwise="parsed" if name in DIALECTS else "equal",
            )
    return closed("engines", outcomes)


if __name__ == "__main__":
    sys.exit(main())
