"""What dbt sent to an emulated warehouse, hooks and operations included.

DuckDB is under the emulators, and reads more than the warehouses do. So each statement
is read in the warehouse's own dialect as well: by sqlglot, by its table of functions,
and for BigQuery by the analyzer that Google made for it, which knows the type of every
column. It executes the edge values of the macros and the unit tests too: they ask for
no table.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .base import EngineError
from .environments import environment
from .outcomes import Findings
from .parsed import Statement, undocumented, unreadable
from .sessions import Session

# For dbt: every statement in its log, however long that becomes.
LOGGED: Mapping[str, str] = {
    "DBT_LOG_LEVEL_FILE": "debug",
    "DBT_LOG_FORMAT_FILE": "json",
    "DBT_LOG_FILE_MAX_BYTES": "0",
}
COMMENTS = re.compile(r"^(?:\s+|/\*.*?\*/|--[^\n]*\n)+", re.DOTALL)
# What a statement of ours begins with; dbt has others, to look around.
OURS = re.compile(r"(?:create|delete|insert|merge|select|update|with)\b", re.IGNORECASE)
# The query of a unit test, and that of another test.
TEST = re.compile(r"\bactual_or_expected\b|\bas failures\b")
# As dbt writes the name of a table.
TABLE = "`.`"
# As many as there are at least: what was not sent is not read, nor executed.
FEWEST_STATEMENTS = 500
FEWEST_TESTS = 150
# Tests that ZetaSQL takes minutes to execute, with the reason.
NOT_EXECUTED: Mapping[str, str] = {
    "the_calendar_runs_from_the_first_event_to_the_as_of_day": "joins 84,000 numbers",
}


def found_in_sent(dialect: str, statements: Sequence[Statement]) -> Findings:
    if len(statements) < FEWEST_STATEMENTS:
        raise EngineError(f"only {len(statements)} statements were sent")
    yield (
        f"{len(statements)} statements that were sent",
        unreadable(statements, dialect),
    )
    yield "functions of them", undocumented(statements, dialect)


def sent_in(folder: Path) -> Iterator[Statement]:
    """Each once, in the order in which dbt sent them from a folder."""
    seen = set()
    with (folder / "logs" / "dbt.log").open(encoding="utf-8") as log:
        for line in log:
            event = json.loads(line)
            if event["info"]["name"] != "SQLQuery":
                continue
            sql = COMMENTS.sub("", event["data"]["sql"]).strip().rstrip(";")
            node = event["data"].get("node_info") or {}
            # How a seed is loaded is dbt's own affair.
            is_ours = OURS.match(sql) and node.get("resource_type") != "seed"
            if is_ours and sql not in seen:
                seen.add(sql)
                yield Statement(
                    node.get("node_name") or event["data"]["conn_name"], sql
                )


# Of each table its columns and their types.
Columns = Mapping[str, Mapping[str, str]]


def analyzed(
    statements: Iterable[Statement], tables: Columns, folder: Path
) -> Findings:
    """What Google's analyzer refuses; and what comes of tests otherwise than it should.

    A table that a statement makes is what that says; the others are as given.
    """
    given = [
        (statement.name, statement.sql, is_executed(statement))
        for statement in statements
    ]
    reader = Session(
        "zetasql_reader.py", environment("zetasql"), folder, {"tables": tables}
    )
    answers = reader.ask(statements=given)
    yield (
        f"{len(given)} statements analyzed",
        [f"{name}: {reason}" for name, reason in answers["refused"]],
    )
    executed = answers["executed"]
    if len(executed) < FEWEST_TESTS:
        raise EngineError(f"only {len(executed)} tests were executed")
    yield (
        f"{len(executed)} tests executed",
        [f"{name}: {rows[:2]}" for name, rows in executed if not is_passed(rows)],
    )


def is_executed(statement: Statement) -> bool:
    """A test of no table: of edge values, or a unit test."""
    return (
        TEST.search(statement.sql) is not None
        and TABLE not in statement.sql
        and statement.name not in NOT_EXECUTED
    )


def is_passed(rows: Sequence[dict[str, object]]) -> bool:
    """The actual rows of a unit test are the expected ones; a test has no failures."""
    sides = {"actual": Counter(), "expected": Counter()}
    for row in rows:
        if "failures" in row:
            return row["failures"] == 0
        side = sides[row["actual_or_expected"]]
        del row["actual_or_expected"]
        side[json.dumps(row, sort_keys=True)] += 1
    return sides["actual"] == sides["expected"]
