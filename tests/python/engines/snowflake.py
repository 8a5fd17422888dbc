"""Snowflake's emulator fakesnow: its dialect, on DuckDB."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conftest import CONTRACT_COLUMNS, RawRow

from .base import RAW_TABLE, Rows
from .sessions import PROCESSES, Session, free_port, serving

DATABASE = "INTERACTION_QUALITY"


class Snowflake:
    """The server as a warehouse: each schema one of its own."""

    target = "snowflake"

    def __init__(self, port: int, python: Path, folder: Path) -> None:
        self.port = port
        self.program: Sequence[str] = (str(python), str(python.with_name("dbt")))
        settings: dict[str, object] = {
            "account": "fakesnow",
            "user": "fake",
            "password": "snow",
            "host": "localhost",
            "port": port,
            "protocol": "http",
            "database": DATABASE,
            "session_parameters": {"CLIENT_TELEMETRY_ENABLED": False},
        }
        self.session = Session("snowflake_session.py", python, folder, settings)

    def settings(self, schema: str) -> dict[str, str]:
        prefix = "INTERACTION_QUALITY_SNOWFLAKE"
        return {
            f"{prefix}_ACCOUNT": "fakesnow",
            f"{prefix}_USER": "fake",
            f"{prefix}_PASSWORD": "snow",
            f"{prefix}_HOST": "localhost",
            f"{prefix}_PORT": str(self.port),
            f"{prefix}_PROTOCOL": "http",
            f"{prefix}_DATABASE": DATABASE,
        }

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        columns = ", ".join(f"{name} varchar" for name in CONTRACT_COLUMNS)
        table = f"{schema}.{RAW_TABLE}"
        self.session.load(
            [
                f"create schema if not exists {schema}",
                f"create table if not exists {table} ({columns})",
            ],
            table,
            rows,
        )

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        return self.session.fetch([f"use schema {schema}"], queries)


@contextmanager
def snowflake(folder: Path, python: Path) -> Iterator[Snowflake]:
    """Starts the emulator, and ends it."""
    port = free_port()
    server = str(PROCESSES / "fakesnow_server.py")
    with serving([str(python), server, str(port)], port, folder):
        yield Snowflake(port, python, folder)
