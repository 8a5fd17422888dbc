"""Runs the compiled SQL of the project in memory, without dbt between two runs.

One `dbt compile` gives the SQL; a run loads the seeds, takes raw rows as a table and
executes every model in the order of the manifest. That is the same SQL which dbt would
run, in a fraction of a second: enough for hundreds of histories. The metrics are there
before, since models have columns of each.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from conftest import PROJECT, dbt, write_raw_events

RAW_TABLE = "raw.raw_interaction_events"


class CompiledProject:
    """The models and seeds of one compilation, ready to be run on any raw rows."""

    def __init__(
        self,
        folder: Path,
        variables: Mapping[str, object] | None = None,
        dbt: Callable[..., object] = dbt,
    ):
        options = ["--vars", json.dumps(dict(variables))] if variables else []
        with duckdb.connect(folder / "warehouse.duckdb") as warehouse:
            warehouse.execute(
                "create or replace table metric_definitions as select * from"
                f" read_csv('{PROJECT / 'seeds/metric_definitions.csv'}')"
            )
        dbt(
            ["--write-json", "compile", *options],
            env={"INTERACTION_EVENTS": RAW_TABLE, "INTERACTION_QUALITY_SALT": ""},
            scratch=folder,
        )
        manifest = json.loads((folder / "target" / "manifest.json").read_text("utf-8"))
        nodes = {
            key: node
            for key, node in manifest["nodes"].items()
            if node["resource_type"] in ("model", "seed")
            and not key.endswith(".demo_interaction_events")
        }
        graph = {
            key: [
                other for other in node["depends_on"].get("nodes", []) if other in nodes
            ]
            for key, node in nodes.items()
        }
        ordered = [nodes[key] for key in TopologicalSorter(graph).static_order()]
        self._folder = folder
        self._database = ordered[0]["database"]
        self._statements = {node["name"]: _statement(node) for node in ordered}
        self._seeds = {
            node["name"] for node in ordered if node["resource_type"] == "seed"
        }

    def run(self, rows: Iterable[Mapping[str, object]]) -> duckdb.DuckDBPyConnection:
        """A database in memory that holds every model, built from the raw rows."""
        # By way of a file: many times faster than one insert after the other.
        raw = write_raw_events(rows, self._folder / "raw_interaction_events.csv")

        def load(connection: duckdb.DuckDBPyConnection) -> None:
            connection.execute("create schema raw")
            connection.execute(
                f"create table {RAW_TABLE} as select * from"
                f" read_csv('{raw}', header = true, delim = ',', quote = '\"',"
                " escape = '\"', all_varchar = true)"
            )

        return self.run_on(load)

    def run_on(
        self,
        load: Callable[[duckdb.DuckDBPyConnection], None],
        seed_rows: Mapping[str, Iterable[Mapping[str, object]]] | None = None,
        instead: Mapping[str, str] | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """The same, built from the raw tables that a function puts there.

        `seed_rows` are rows that somebody has added to seeds; `instead` has by model a
        statement that makes it in another way.
        """
        connection = self._loaded(load)
        for name, statement in self._statements.items():
            connection.execute((instead or {}).get(name, statement))
            for row in (seed_rows or {}).get(name, []):
                connection.execute(
                    f"insert into {name} ({', '.join(row)})"
                    f" values ({', '.join('?' * len(row))})",
                    list(row.values()),
                )
        return connection

    def planned_on(
        self, load: Callable[[duckdb.DuckDBPyConnection], None]
    ) -> duckdb.DuckDBPyConnection:
        """The seeds and the staging without rows: planned, and not carried out."""
        connection = self._loaded(load)
        for name, statement in self._statements.items():
            if name.startswith("stg_") or name in self._seeds:
                kind = "with no data" if statement.startswith("create table") else ""
                connection.execute(f"{statement}\n{kind}")
        return connection

    def _loaded(
        self, load: Callable[[duckdb.DuckDBPyConnection], None]
    ) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach ':memory:' as {self._database}")
        connection.execute(f"use {self._database}")
        load(connection)
        return connection


def _statement(node: dict) -> str:
    if node["resource_type"] == "model":
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        return f"create {kind} {node['relation_name']} as {node['compiled_code']}"
    path = PROJECT / node["original_file_path"]
    types = ", ".join(
        f"'{name}': '{kind}'" for name, kind in node["config"]["column_types"].items()
    )
    given = f", types = {{{types}}}" if types else ""
    return (
        f"create table {node['relation_name']} as select * from"
        f" read_csv('{path}', header = true, delim = ',', quote = '\"'{given})"
    )
