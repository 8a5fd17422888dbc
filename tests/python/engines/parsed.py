"""What can be asked of an engine without a server: every statement in its dialect.

dbt compiles with the engine's own adapter and without a connection: tests, unit tests
aside, models as a first run makes them, and then models as an increment does, with what
it executes before and after them. The statements are read by sqlglot and by sqlfluff,
for Trino by a validator of its own grammar as well, and use no function that the
documentation of the engine does not have. None is more than Trino plans.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlglot
import trino_sql_validator
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.tokens import TokenType

from dbt_process import PROJECT, made, run_dbt

from .as_increment import as_increment
from .base import EngineError
from .outcomes import Findings
from .planned import overlarge

# Engines with nothing but their statements. The name of each is that of its target, of
# its requirements and of its dialect.
DIALECTS = ("redshift", "databricks", "trino")
# As many as a project of this size has at least, and as an increment has of its own:
# what was not compiled is not read.
FEWEST_STATEMENTS = 250
FEWEST_OF_INCREMENTS = 70
FOLDER = Path(__file__).parent
# Of each function the chapter that has it in the engine's documentation (Redshift: SQL
# functions reference; Databricks: Built-in functions; Trino: Functions and operators;
# Snowflake: Function reference; BigQuery: GoogleSQL functions). None where it is not
# used.
FUNCTIONS = FOLDER / "functions.csv"
LINTER_SETTINGS = FOLDER / "compiled.cfg"
# What may stand before a bracket and is no function: words of the language, and types.
NO_FUNCTIONS = {
    *("and", "as", "by", "case", "cast", "distinct", "else", "exists", "from", "in"),
    *("insert", "join", "not", "on", "options", "or", "over", "select", "then"),
    *("union", "using", "values", "when", "where"),
    *("decimal", "number", "numeric", "timestamp", "varchar"),
}
# Files in which the linter fails for its own sake, with the reason.
NOT_LINTED: Mapping[str, Mapping[str, str]] = {
    "trino": {"assert_text_literal.sql": "takes a backslash for an escape"}
}
# A limit of the validator's, not of Trino. What an increment has too long, a first run
# has with one metric in place of all.
TOO_LONG = "maximum SQL statement complexity exceeded"
# BigQuery's adapter wants to know as whom it would connect.
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "bigquery": {
        "INTERACTION_QUALITY_BIGQUERY_METHOD": "oauth-secrets",
        "INTERACTION_QUALITY_BIGQUERY_TOKEN": "token",
    }
}


@dataclass(frozen=True)
class Statement:
    """What dbt compiled of one file, as its adapter would send it."""

    name: str
    sql: str


def findings_in(dialect: str, python: Path, folder: Path) -> Findings:
    """Of each check what it found, one line a statement or more."""
    root = compiled(dialect, python, folder)
    statements = statements_in(root)
    require(FEWEST_STATEMENTS, statements)
    yield from found_in("a first run", dialect, root, statements)
    manifest = folder / "target" / "manifest.json"
    project = as_increment(manifest, folder / "project")
    root = compiled(dialect, python, made(folder / "increment"), project)
    if dialect == "trino":
        yield "an increment: planned", overlarge(models_in(root), views_in(manifest))
    statements = without(statements, root, statements_in(root))
    require(FEWEST_OF_INCREMENTS, statements)
    yield from found_in("an increment", dialect, root, statements)


def found_in(
    run: str, dialect: str, root: Path, statements: Sequence[Statement]
) -> Findings:
    yield f"{run}: {len(statements)} statements read", unreadable(statements, dialect)
    yield f"{run}: functions", undocumented(statements, dialect)
    yield f"{run}: linted", linted(root, dialect)
    if dialect == "trino":
        yield f"{run}: validated", invalid(statements)


def compiled(target: str, python: Path, folder: Path, project: Path = PROJECT) -> Path:
    """The folder of the project's statements for an adapter."""
    process = run_dbt(
        ["compile", "--no-introspect", "--no-populate-cache", "--target", target],
        folder,
        project,
        env={
            "DBT_WRITE_JSON": "true",
            "INTERACTION_EVENTS": "raw.raw_interaction_events",
            "INTERACTION_QUALITY_TEST_MACROS": "yes",
            **SETTINGS.get(target, {}),
        },
        program=(str(python), str(python.with_name("dbt"))),
    )
    if process.returncode != 0:
        raise EngineError(process.stdout)
    return folder / "target" / "compiled"


def statements_in(root: Path) -> list[Statement]:
    return [
        Statement(str(path.relative_to(root)), path.read_text("utf-8"))
        for path in sorted(root.rglob("*.sql"))
    ]


def models_in(root: Path) -> dict[str, exp.Expression]:
    """By name, those that Trino can read: the others are told of elsewhere."""
    models = {}
    for path in (root / "interaction_quality" / "models").rglob("*.sql"):
        with suppress(SqlglotError):
            models[path.stem] = sqlglot.parse_one(path.read_text("utf-8"), read="trino")
    return models


def views_in(manifest: Path) -> list[str]:
    nodes = json.loads(manifest.read_text("utf-8"))["nodes"].values()
    return [node["name"] for node in nodes if node["config"]["materialized"] == "view"]


def without(
    read: Sequence[Statement], root: Path, statements: Sequence[Statement]
) -> list[Statement]:
    """The statements that are not read yet; the files of the others are removed."""
    others = []
    for statement in statements:
        words = [line for line in statement.sql.splitlines() if line[:2] != "--"]
        if statement in read or not "".join(words).strip():
            (root / statement.name).unlink()
        else:
            others.append(statement)
    return others


def require(fewest: int, statements: Sequence[Statement]) -> None:
    if len(statements) < fewest:
        raise EngineError(f"only {len(statements)} statements were compiled")


def unreadable(statements: Sequence[Statement], dialect: str) -> list[str]:
    """What the dialect does not have.

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
        if any(tree is not None and tree.find(exp.Command) for tree in trees):
            found.append(f"{statement.name}: has a part that is not read")
    return found


def undocumented(statements: Sequence[Statement], dialect: str) -> list[str]:
    """Functions for which the table names no chapter.

    Of the words and not of the trees: those have some functions under another name, or
    two as one.
    """
    known = functions_of(dialect)
    return [
        f"{statement.name}: {name} is no function of {dialect} in {FUNCTIONS.name}"
        for statement in statements
        for name in sorted(functions_in(statement.sql, dialect) - known)
    ]


def functions_of(dialect: str) -> set[str]:
    with FUNCTIONS.open(encoding="utf-8", newline="") as file:
        return {row["function"] for row in csv.DictReader(file) if row[dialect]}


def functions_in(sql: str, dialect: str) -> set[str]:
    tokens = sqlglot.tokenize(sql, read=dialect)
    called = {
        word.text.lower()
        for before, word, bracket in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if bracket.token_type == TokenType.L_PAREN
        # A quoted name is a table's, and so is one in a schema.
        and word.token_type not in (TokenType.IDENTIFIER, TokenType.STRING)
        and before.token_type != TokenType.DOT
        and word.text.replace("_", "").isalnum()
    }
    return called - NO_FUNCTIONS


def linted(root: Path, dialect: str) -> list[str]:
    """What sqlfluff says: first of all what it cannot read."""
    process = subprocess.run(
        [
            *(sys.executable, "-m", "sqlfluff", "lint", str(root)),
            *("--dialect", dialect, "--format", "json", "--processes", "2"),
            *("--ignore-local-config", "--config", str(LINTER_SETTINGS)),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    # 1 is for what it found.
    if process.returncode not in (0, 1):
        raise EngineError(process.stdout + process.stderr)
    return [
        f"{file['filepath']}:{violation['start_line_no']}:"
        f" {violation['code']} {violation['description']}"
        for file in json.loads(process.stdout)
        if Path(file["filepath"]).name not in NOT_LINTED.get(dialect, {})
        for violation in file["violations"]
    ]


def invalid(statements: Sequence[Statement]) -> list[str]:
    """What Trino's own grammar does not have, and functions that Trino has not."""
    found = []
    for statement in statements:
        result = trino_sql_validator.validate(statement.sql, jinja="reject")
        faults = [result.error] if result.error else result.warnings
        found += [
            f"{statement.name}: {fault}"
            for fault in faults
            if TOO_LONG not in str(fault)
        ]
    return found
