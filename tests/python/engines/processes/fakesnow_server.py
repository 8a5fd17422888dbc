"""Snowflake's emulator as a server, with what it lacks for dbt: a process of its own.

    python fakesnow_server.py PORT

fakesnow is DuckDB behind Snowflake's protocol. Five of its faults are put right here,
so that what is left to differ is the project's:

1. A temporary table or view with a schema in its name: DuckDB has those nowhere.
2. A merge whose inserted values do not say of which table they are.
3. Notes on comments and lengths of texts in another database, within a transaction.
4. A failure inside it is answered as HTTP 500, which the connector tries for ever.
5. The format of a timestamp as text, which it does not heed of a column.
"""

import contextlib
import sys

import fakesnow.cursor
import snowflake.connector.errors
from fakesnow.cli import main
from sqlglot import exp

FORMATS = {"YYYY-MM-DD HH24:MI:SS.FF6": "%Y-%m-%d %H:%M:%S.%f"}

parse = fakesnow.cursor.parse_one
execute = fakesnow.cursor.FakeSnowflakeCursor.execute


def parse_with_corrections(*args, **kwargs):
    """Faults 1, 2 and 5."""
    tree = parse(*args, **kwargs)
    if isinstance(tree, exp.Create) and (properties := tree.args.get("properties")):
        table = tree.find(exp.Table)
        if table is not None and table.args.get("db"):
            for each in list(properties.find_all(exp.TemporaryProperty)):
                each.pop()
            if not properties.expressions:
                tree.set("properties", None)
    for merge in tree.find_all(exp.Merge):
        source = merge.args["using"].alias_or_name
        for insert in merge.find_all(exp.Insert):
            values = insert.args.get("expression")
            for column in values.find_all(exp.Column) if values is not None else ():
                if not column.table:
                    column.set("table", exp.to_identifier(source))
    return tree.transform(with_format)


def with_format(node):
    given = node.args.get("format") if isinstance(node, exp.ToChar) else None
    if given is None or given.name not in FORMATS:
        return node
    return exp.TimeToStr(this=node.this, format=exp.Literal.string(FORMATS[given.name]))


def execute_or_say_why(self, *args, **kwargs):
    """Fault 4."""
    try:
        return execute(self, *args, **kwargs)
    except snowflake.connector.errors.Error:
        raise
    except Exception as failure:
        with contextlib.suppress(Exception):
            self._duck_conn.execute("rollback")
        raise snowflake.connector.errors.ProgrammingError(
            msg=f"{type(failure).__name__}: {failure}", errno=1003, sqlstate="42000"
        ) from failure


def nothing(*_args, **_kwargs) -> str:
    """Fault 3."""
    return "select 1"


fakesnow.cursor.parse_one = parse_with_corrections
fakesnow.cursor.info_schema.insert_table_comment_sql = nothing
fakesnow.cursor.info_schema.insert_text_lengths_sql = nothing
fakesnow.cursor.FakeSnowflakeCursor.execute = execute_or_say_why

if __name__ == "__main__":
    sys.exit(main(["--server", "--port", sys.argv[1]]))
