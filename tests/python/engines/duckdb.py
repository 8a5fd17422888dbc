"""DuckDB, in a file: what the others are held against, and itself in two runs."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from conftest import CONTRACT_COLUMNS, RawRow, write_raw_events
from dbt_process import DBT

from .base import RAW_TABLE, Rows


class DuckDB:
    """A file with a schema for each warehouse."""

    target = "duckdb"
    program: Sequence[str] = DBT

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "warehouse.duckdb"

    def settings(self, schema: str) -> dict[str, str]:
        return {"INTERACTION_QUALITY_DATABASE": str(self.database)}

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        path = write_raw_events(rows, self.folder / "batch.csv")
        columns = dict.fromkeys(CONTRACT_COLUMNS, "VARCHAR")
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"use {schema}")
            connection.execute(
                f"create table if not exists {RAW_TABLE}"
                f" ({', '.join(f'{name} varchar' for name in CONTRACT_COLUMNS)})"
            )
            connection.execute(
                f"insert into {RAW_TABLE} select * from read_csv('{path}',"
                " header = true, delim = ',', quote = '\"', escape = '\"',"
                f" auto_detect = false, columns = {columns})"
            )

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        answers = []
        with duckdb.connect(str(self.database), read_only=True) as connection:
            connection.execute(f"use {schema}")
            connection.execute("set TimeZone = 'UTC'")
            for query in queries:
                cursor = connection.execute(query)
                columns = [column[0] for column in cursor.description]
                answers.append((columns, cursor.fetchall()))
        return answers
