"""Engines that cannot be executed here: every statement is read in their dialect.

dbt compiles with the engine's own adapter and without a connection: models as a first
run makes them, tests, unit tests aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.expressions import Command

from dbt_process import run_dbt

from .base import EngineError

# Its name is that of the target, of the requirements and of sqlglot's dialect.
DIALECTS = ("redshift", "databricks", "trino")
# As many as a project of this size has at least: what was not compiled is not read.
FEWEST_STATEMENTS = 250


@dataclass(frozen=True)
class Statement:
    """What dbt compiled of one file, as its adapter would send it."""

    name: str
    sql: str


def compiled(target: str, python: Path, folder: Path) -> list[Statement]:
    """The statements of the project for an adapter, compiled without a connection."""
    process = run_dbt(
        ["compile", "--no-introspect", "--no-populate-cache", "--target", target],
        folder,
        env={
            "INTERACTION_EVENTS": "raw.raw_interaction_events",
            "INTERACTION_QUALITY_TEST_MACROS": "yes",
        },
        program=(str(python), str(python.with_name("dbt"))),
    )
    if process.returncode != 0:
        raise EngineError(process.stdout)
    root = folder / "target" / "compiled"
    statements = [
        Statement(str(path.relative_to(root)), path.read_text("utf-8"))
        for path in sorted(root.rglob("*.sql"))
    ]
    if len(statements) < FEWEST_STATEMENTS:
        raise EngineError(f"only {len(statements)} statements were compiled")
    return statements


def unreadable(statements: Sequence[Statement], dialect: str) -> list[str]:
    """What the dialect does not have, one line a statement.

    A statement that sqlglot passes on unread is none that it can read.
    """
    found = []
    for statement in statements:
        try:
            trees = sqlglot.parse(
                statement.sql, read=dialect, error_level=ErrorLevel.RAISE
            )
        except SqlglotError as error:
            found.append(f"{statement.name}: {str(error).splitlines()[0]}")
            continue
        if any(tree is not None and tree.find(Command) for tree in trees):
            found.append(f"{statement.name}: has a part that is not read")
    return found
