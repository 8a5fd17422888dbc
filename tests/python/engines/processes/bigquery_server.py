"""BigQuery's emulator as a server, with what it lacks for dbt: a process of its own.

    python bigquery_server.py PORT FOLDER

bqemulator is DuckDB behind BigQuery's protocol. Its faults are put right here, so that
what is left to differ is the project's:

1. It does not begin without an extension for geography, which it would download.
2. It parses a statement twenty times and more: here once.
3. A quotation mark after a backslash within three of them, as dbt writes the texts of
   unit tests: the backslash stays.
4. A table with declared columns, as contracts make it, whose select is in brackets.
   What must not be null is no constraint of its tables all the same.
5. Weeks by ISO 8601 in date_trunc.
6. JSON that is none, in safe.parse_json: a comma before an end, NaN and infinity; and
   an error of it that is not kept in.
7. It writes out every view that a statement reads, and what that reads, for policies
   of rows, of which there are none here.
8. A text put together of many parts is too deep for Python, and tables keep the names
   that they have in BigQuery then.
9. What is safe may not have an aggregate in it.
10. A sum of whole numbers is a decimal to it, and of what is divided by one only nine
    digits are left.
11. An apostrophe in a comment is a quotation mark to it, and numbers within the texts
    after it are changed.
"""

import functools
import re
import sys
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.dialects.bigquery import BigQuery

parse = sqlglot.parse_one


@functools.lru_cache(64)
def parsed(text: str, dialect: str | None):
    return parse(text, read=dialect)


def parse_once(text: str, read: str | None = None, **options):
    """Fault 2."""
    if options:
        return parse(text, read=read, **options)
    return parsed(text, read).copy()


# Before the emulator is imported, whose modules take it by its name.
sqlglot.parse_one = parse_once

from bqemulator.config import LogLevel, Settings  # noqa: E402
from bqemulator.jobs import executor  # noqa: E402
from bqemulator.server import run_forever  # noqa: E402
from bqemulator.sql import inner_query, translator  # noqa: E402
from bqemulator.sql.rewriter import create_table_schema_ctas  # noqa: E402
from bqemulator.sql.rules import register  # noqa: E402
from bqemulator.sql.rules._base import TranslationRule  # noqa: E402
from bqemulator.sql.rules.aggregate_types import DivDecimalRule  # noqa: E402
from bqemulator.storage.engine import DuckDBEngine  # noqa: E402

# Where no text is DuckDB's json_valid lets pass what is looked for here. It is a case
# and no TRY, out of which DuckDB moves what stands twice in a select, to fail there.
STRICT_JSON = r"""
create or replace macro strict_json(given) as case
    when json_valid(given) and not regexp_matches(
        regexp_replace(given, '"([^"\\]|\\.)*"', '""', 'g'),
        '(?i)nan|inf|,[ \t\r\n]*[}\]]'
    ) then json(given)
end
"""

TEXT_OR_COMMENT = re.compile(
    r"('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|--[^\n]*|/\*.*?\*/", re.DOTALL
)

first_select = create_table_schema_ctas._first_select
with_doubles = translator.rewrite_decimal_literals
register_functions = DuckDBEngine._register_builtin_udfs


def nothing(*_args, **_kwargs) -> None:
    """Fault 1."""


def never(*_args, **_kwargs) -> bool:
    """Fault 10."""
    return False


def with_doubles_and_no_comments(statement: str) -> str:
    """Fault 11."""
    return with_doubles(TEXT_OR_COMMENT.sub(lambda each: each[1] or " ", statement))


def as_it_is(statement: str, **_context) -> str:
    """Fault 7."""
    return statement


def first_select_in_brackets(body):
    """Fault 4."""
    while isinstance(body, exp.Subquery):
        body = body.this
    return first_select(body)


@register
class IsoWeek(TranslationRule):
    """Fault 5: DuckDB's weeks are ISO's, under the plain name."""

    def applies_to(self, node: exp.Expression) -> bool:
        return isinstance(node, exp.DateTrunc) and node.text("unit") == "ISOWEEK"

    def rewrite(self, node: exp.Expression) -> exp.Expression:
        week = exp.Literal.string("week")
        truncated = exp.Anonymous(
            this="date_trunc", expressions=[week, node.this.copy()]
        )
        return exp.cast(truncated, "date")


@register
class StrictJson(TranslationRule):
    """Fault 6."""

    def applies_to(self, node: exp.Expression) -> bool:
        return isinstance(node, exp.Try) and isinstance(node.this, exp.ParseJSON)

    def rewrite(self, node: exp.Expression) -> exp.Expression:
        return exp.Anonymous(this="strict_json", expressions=[node.this.this.copy()])


@register
class SafeAggregate(TranslationRule):
    """Fault 9."""

    def applies_to(self, node: exp.Expression) -> bool:
        return isinstance(node, exp.Try) and node.find(exp.AggFunc) is not None

    def rewrite(self, node: exp.Expression) -> exp.Expression:
        return node.this.copy()


def register_functions_and_ours(engine: DuckDBEngine) -> None:
    register_functions(engine)
    engine.execute(STRICT_JSON)


# Fault 3.
BigQuery.UNESCAPED_SEQUENCES["\\'"] = "'"
# With the rules that are registered here.
executor._translator = translator.SQLTranslator()
# Fault 8.
sys.setrecursionlimit(10_000)
inner_query.rewrite_for_row_access = as_it_is
translator.rewrite_decimal_literals = with_doubles_and_no_comments
DivDecimalRule.applies_to = never
create_table_schema_ctas._first_select = first_select_in_brackets
DuckDBEngine._load_spatial = nothing
DuckDBEngine._register_builtin_udfs = register_functions_and_ours

if __name__ == "__main__":
    run_forever(
        Settings(
            rest_port=int(sys.argv[1]),
            grpc_port=0,
            enable_format_extensions=False,
            upload_staging_dir=Path(sys.argv[2]),
            log_level=LogLevel.WARNING,
        )
    )
