"""BigQuery's emulator bqemulator: its dialect, on DuckDB."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conftest import CONTRACT_COLUMNS, RawRow

from .base import RAW_TABLE, Rows
from .sessions import PROCESSES, Session, free_port, serving

PROJECT = "interaction-quality"


class BigQuery:
    """The server as a warehouse: each schema a dataset of its own."""

    target = "bigquery"

    def __init__(self, port: int, python: Path, folder: Path) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self.program: Sequence[str] = (str(python), str(python.with_name("dbt")))
        self.python = python
        self.folder = folder

    def settings(self, schema: str) -> dict[str, str]:
        prefix = "INTERACTION_QUALITY_BIGQUERY"
        return {
            f"{prefix}_METHOD": "oauth-secrets",
            f"{prefix}_PROJECT": PROJECT,
            f"{prefix}_TOKEN": "any",
            f"{prefix}_ENDPOINT": self.endpoint,
        }

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        columns = ", ".join(f"{name} string" for name in CONTRACT_COLUMNS)
        table = f"{schema}.{RAW_TABLE}"
        self._session(schema).load(
            [
                f"create schema if not exists {schema}",
                f"create table if not exists {table} ({columns})",
            ],
            table,
            rows,
        )

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        return self._session(schema).fetch([], queries)

    def columns(self, schema: str) -> dict[str, dict[str, str]]:
        """Of each table and view its columns and their types."""
        return self._session(schema).ask(statements=[], described=schema)

    def _session(self, schema: str) -> Session:
        settings: dict[str, object] = {
            "project": PROJECT,
            "endpoint": self.endpoint,
            "dataset": schema,
        }
        return Session("bigquery_session.py", self.python, self.folder, settings)


@contextmanager
def bigquery(folder: Path, python: Path) -> Iterator[BigQuery]:
    """Starts the emulator, and ends it."""
    port = free_port()
    server = str(PROCESSES / "bigquery_server.py")
    with serving([str(python), server, str(port), str(folder)], port, folder):
        yield BigQuery(port, python, folder)
