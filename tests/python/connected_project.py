"""The project with every source connected, on the raw tables of one or of some.

Compiled once. A raw table that a test does not give is there without rows, and the
staging of a source that it does not give is empty tables: what the SQL does is the same
as when a source is connected alone, since the sources meet in a union.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import duckdb

from compiled_project import CompiledProject
from conftest import PROJECT, RawRow, dbt, open_warehouse
from dbt_process import copy_project

# A row of a raw table: texts, numbers, booleans, or what is written as JSON.
Tables = Mapping[str, Iterable[RawRow]]


def connector_tables() -> dict[str, list[str]]:
    """By connector the raw tables that its staging reads, from its sources' file."""
    import yaml

    tables = {}
    for path in sorted((PROJECT / "models" / "staging").glob("*/_*__sources.yml")):
        for source in yaml.safe_load(path.read_text("utf-8"))["sources"]:
            if source["name"] != "interaction_events":
                tables[source["name"]] = [table["name"] for table in source["tables"]]
    return tables


def create_raw_tables(
    connection: duckdb.DuckDBPyConnection, source: str, tables: Tables
) -> None:
    """The raw tables of a connector, all of text; one without rows has no column."""
    connection.execute(f'create schema if not exists "{source}"')
    for name, rows in tables.items():
        rows = [dict(row) for row in rows]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        named = ", ".join(
            '"' + column.replace('"', '""') + '" varchar' for column in columns
        )
        connection.execute(
            f'create or replace table "{source}"."{name}"'
            f" ({named or 'nothing_known varchar'})"
        )
        if rows:
            connection.executemany(
                f'insert into "{source}"."{name}" values'
                f" ({', '.join('?' * len(columns))})",
                [[as_text(row.get(column)) for column in columns] for row in rows],
            )


def rows_of(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    """What a query answers, in an order of its own: that of the rows' texts."""
    return sorted(warehouse.execute(sql).fetchall(), key=repr)


def tables_with(
    warehouse: duckdb.DuckDBPyConnection, words: Iterable[str]
) -> list[tuple[str, str]]:
    """Where in what was built one of these words stands: what is said, who said it.

    In a raw table it may; of what is built from it only views may look through to it.
    """
    columns = warehouse.execute(
        """
        select tables.table_name, columns.column_name
        from duckdb_tables() as tables
        inner join duckdb_columns() as columns
            on tables.table_oid = columns.table_oid
            and tables.database_name = columns.database_name
        where tables.schema_name = 'main' and columns.data_type = 'VARCHAR'
        """
    ).fetchall()
    return sorted(
        (table, word)
        for word in words
        for table in {name for name, _ in columns}
        if warehouse.execute(
            f'select count(*) from "{table}" where '
            + " or ".join(
                f'''regexp_matches("{column}", '\\b' || ? || '\\b')'''
                for name, column in columns
                if name == table
            ),
            [word] * sum(name == table for name, _ in columns),
        ).fetchone()
        != (0,)
    )


def as_text(value: object) -> str | None:
    """As a warehouse has it whose columns are texts."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


class RunsOnSources(Protocol):
    """What a test of a connector needs: the marts, built from the raw tables given."""

    def run(
        self, sources: Mapping[str, Tables], seed_rows: Tables | None = None
    ) -> duckdb.DuckDBPyConnection: ...


class AloneProject:
    """The project with those sources alone that a test gives, each time built by dbt.

    With the data tests on what comes of the raw rows, and the unit tests of the folders
    of these sources in models/staging. A raw table that is not given is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count_runs = 0

    def run(
        self, sources: Mapping[str, Tables], seed_rows: Tables | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A warehouse with every model, built from the raw tables given."""
        self._count_runs += 1
        folder = self._folder / str(self._count_runs)
        folder.mkdir()
        project = PROJECT
        if seed_rows:
            project = copy_project(folder / "project")
            for name, rows in seed_rows.items():
                (path,) = (project / "seeds").rglob(f"{name}.csv")
                _append(path, rows)
        with duckdb.connect(str(folder / "warehouse.duckdb")) as warehouse:
            for source, tables in sources.items():
                create_raw_tables(warehouse, source, tables)
        settings = {
            "INTERACTION_EVENT_SOURCES": ",".join(sources),
            "INTERACTION_QUALITY_SALT": "",
        }
        dbt(
            ["build", "--exclude", "test_type:unit"],
            env=settings,
            scratch=folder,
            project=project,
        )
        folders = [f"path:models/staging/{source}" for source in sources]
        dbt(
            ["test", "--select", *[f"{path},test_type:unit" for path in folders]],
            env=settings,
            scratch=folder,
            project=project,
        )
        return open_warehouse(folder / "warehouse.duckdb")


def _append(path: Path, rows: Iterable[RawRow]) -> None:
    with path.open("r+", encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
        file.seek(0, 2)
        csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)


class ConnectedProject:
    """A compilation with all connectors, to be run on the raw tables of some."""

    def __init__(self, folder: Path) -> None:
        self._tables = connector_tables()
        with duckdb.connect(str(folder / "warehouse.duckdb")) as warehouse:
            self._create_all(warehouse, {})
        self._project = CompiledProject(
            folder,
            dbt=lambda args, env, scratch: dbt(
                args,
                env={**env, "INTERACTION_EVENT_SOURCES": ",".join(self._tables)},
                scratch=scratch,
            ),
        )
        self._empty = self._staging_without_rows()

    def run(
        self, sources: Mapping[str, Tables], seed_rows: Tables | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A database in memory with every model, built from the raw tables given.

        `seed_rows` are rows that somebody has added to seeds.
        """
        return self._project.run_on(
            lambda connection: self._create_all(connection, sources),
            seed_rows,
            {
                name: statement
                for source in self._tables.keys() - sources.keys()
                for name, statement in self._empty[source].items()
            },
        )

    def _staging_without_rows(self) -> dict[str, dict[str, str]]:
        """By source and model of its staging a statement that makes an empty table.

        Only read by the planner, never run: which columns there are, and of which type.
        """
        empty: dict[str, dict[str, str]] = {source: {} for source in self._tables}
        connection = self._project.planned_on(
            lambda connection: self._create_all(connection, {})
        )
        with connection:
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'main'"
                " union all select view_name from duckdb_views()"
                " where schema_name = 'main' and not internal"
            ).fetchall():
                source = name.removeprefix("stg_").split("__")[0]
                if source in empty:
                    columns = connection.execute(f"describe {name}").fetchall()
                    listed = ", ".join(
                        f'"{column}" {kind}' for column, kind, *_ in columns
                    )
                    empty[source][name] = f"create table {name} ({listed})"
        return empty

    def _create_all(
        self, connection: duckdb.DuckDBPyConnection, sources: Mapping[str, Tables]
    ) -> None:
        unknown = {
            f"{source}.{table}"
            for source, tables in sources.items()
            for table in tables
            if table not in self._tables.get(source, [])
        }
        assert not unknown, f"no raw tables of a connector: {sorted(unknown)}"
        for source, tables in self._tables.items():
            given = sources.get(source, {})
            create_raw_tables(
                connection, source, {name: given.get(name, []) for name in tables}
            )
