"""Loads raw rows into BigQuery's emulator, fetches rows, or describes its tables.

python bigquery_session.py request.json
"""

import json
import pickle
import sys
from datetime import UTC, datetime
from pathlib import Path

from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery


def client_of(settings: dict[str, str]) -> bigquery.Client:
    return bigquery.Client(
        project=settings["project"],
        credentials=AnonymousCredentials(),
        client_options={"api_endpoint": settings["endpoint"]},
        default_query_job_config=bigquery.QueryJobConfig(
            default_dataset=f"{settings['project']}.{settings['dataset']}"
        ),
    )


def load(client: bigquery.Client, path: Path, table: str) -> None:
    schema = client.get_table(table).schema
    config = bigquery.LoadJobConfig(
        schema=schema,
        source_format=bigquery.SourceFormat.NEWLINE_DELIMITED_JSON,
        write_disposition=bigquery.WriteDisposition.WRITE_APPEND,
    )
    with path.open("rb") as file:
        client.load_table_from_file(file, table, job_config=config).result()


def without_zone(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def fetch(client: bigquery.Client, query: str) -> tuple[list[str], list[tuple]]:
    rows = client.query(query).result()
    columns = [field.name.lower() for field in rows.schema]
    return columns, [tuple(map(without_zone, row.values())) for row in rows]


def described(client: bigquery.Client, dataset: str) -> dict[str, dict[str, str]]:
    """Of each table and view its columns and their types."""
    tables = (client.get_table(each) for each in client.list_tables(dataset))
    return {
        table.table_id: {field.name: field.field_type for field in table.schema}
        for table in tables
    }


def main(path: Path) -> None:
    request = json.loads(path.read_text("utf-8"))
    client = client_of(request["settings"])
    for statement in request["statements"]:
        client.query(statement).result()
    if given := request.get("load"):
        load(client, Path(given["path"]), given["table"])
    if queries := request.get("queries"):
        answers = [fetch(client, query) for query in queries]
        Path(request["answers"]).write_bytes(pickle.dumps(answers))
    if dataset := request.get("described"):
        Path(request["answers"]).write_text(
            json.dumps(described(client, dataset)), "utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
