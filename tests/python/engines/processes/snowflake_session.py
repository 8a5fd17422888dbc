"""Loads raw rows into Snowflake's emulator, or fetches rows from it.

python snowflake_session.py request.json
"""

import json
import pickle
import sys
from datetime import datetime
from pathlib import Path

import snowflake.connector

# Codes of the connector: timestamps with a zone, without one, and of the session.
TIMESTAMPS = (4, 6, 7, 8)
ROWS_AT_A_TIME = 200


def literal(value: str | None) -> str:
    if value is None:
        return "null"
    for letter, escape in {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"}.items():
        value = value.replace(letter, escape)
    return f"'{value}'"


def fetch(cursor, query: str) -> tuple[list[str], list[tuple]]:
    """Timestamps by way of texts: the emulator sends a null as 1970."""
    cursor.execute(f"select * from ({query}) limit 0")
    columns = [(column.name, column.type_code) for column in cursor.description]
    selected = [
        f"to_varchar({name}, 'YYYY-MM-DD HH24:MI:SS.FF6') as {name}"
        if code in TIMESTAMPS
        else name
        for name, code in columns
    ]
    cursor.execute(f"select {', '.join(selected)} from ({query})")
    rows = [
        tuple(
            datetime.fromisoformat(value)
            if code in TIMESTAMPS and value is not None
            else value
            for value, (_, code) in zip(row, columns, strict=True)
        )
        for row in cursor.fetchall()
    ]
    return [name.lower() for name, _ in columns], rows


def main(path: Path) -> None:
    request = json.loads(path.read_text("utf-8"))
    connection = snowflake.connector.connect(**request["settings"])
    cursor = connection.cursor()
    for statement in request["statements"]:
        cursor.execute(statement)
    if load := request.get("load"):
        lines = Path(load["path"]).read_text("utf-8").splitlines()
        values = [
            "(" + ", ".join(map(literal, json.loads(line).values())) + ")"
            for line in lines
        ]
        for start in range(0, len(values), ROWS_AT_A_TIME):
            batch = ", ".join(values[start : start + ROWS_AT_A_TIME])
            cursor.execute(f"insert into {load['table']} values {batch}")
    if queries := request.get("queries"):
        answers = [fetch(cursor, query) for query in queries]
        Path(request["answers"]).write_bytes(pickle.dumps(answers))
    connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
