"""What ZetaSQL, Google's own analyzer of BigQuery's language, says of statements.

python zetasql_reader.py request.json

They are taken in the order in which they were sent: a table is what the last statement
that made it says, or as it is given. A query of no table is executed as well. Writes
for each that was refused its name and the reason, for each that was executed its rows.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from google.protobuf.message import DecodeError
from zetasql.api import Analyzer, CatalogBuilder, PreparedQuery, TableBuilder
from zetasql.types import (
    AnalyzerOptions,
    LanguageOptions,
    ProductMode,
    SimpleCatalog,
    Type,
    TypeKind,
    ZetaSQLBuiltinFunctionOptions,
)

KINDS = {
    "bool": TypeKind.TYPE_BOOL,
    "date": TypeKind.TYPE_DATE,
    "float64": TypeKind.TYPE_DOUBLE,
    "int64": TypeKind.TYPE_INT64,
    "numeric": TypeKind.TYPE_NUMERIC,
    "string": TypeKind.TYPE_STRING,
    "timestamp": TypeKind.TYPE_TIMESTAMP,
}
# BigQuery's other names for them (GoogleSQL data types), which are not the language's.
ALIASES = {"bigint": "int64", "int": "int64", "integer": "int64", "boolean": "bool"}
# Its API has names of its own.
API_NAMES = {"float": "float64"}
MADE = re.compile(r"\s*create (?:or replace )?(?:table|view)\b", re.IGNORECASE)
# As dbt writes a table that is made of a query.
MADE_OF = re.compile(r"create or replace table `(\w+)`.*?\n\s*as \((.*)\)$", re.DOTALL)
TOO_DEEP = "MaxDepth"
# A project, a dataset and a table, or a dataset and a table.
PATH = re.compile(r"(?:`[\w-]+`\.)?`(\w+)`\.`(\w+)`")


def kind_of(name: str) -> TypeKind:
    name = name.lower()
    return KINDS[(ALIASES | API_NAMES).get(name, name)]


class Reader:
    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        language = LanguageOptions.maximum_features()
        language.product_mode = ProductMode.PRODUCT_EXTERNAL
        self.options = AnalyzerOptions(
            language_options=language, default_timezone="UTC"
        )
        self.functions = ZetaSQLBuiltinFunctionOptions(language_options=language)
        self.tables = {
            name: [(column, kind_of(kind)) for column, kind in columns.items()]
            for name, columns in tables.items()
        }

    def read(self, sql: str) -> None:
        """Raises what the analyzer says against it."""
        sql = PATH.sub(r"`\2`", sql)
        try:
            statement = Analyzer(self.options, self.catalog(sql)).analyze_statement(sql)
        except DecodeError as error:
            # It was read: what came of it is too deep to be handed out.
            if TOO_DEEP not in str(error):
                raise
            if made := MADE_OF.match(sql):
                name, query = made.groups()
                self.tables[name] = self.columns(query)
            return
        if MADE.match(sql):
            made = statement.name_path[-1]
            columns = getattr(statement, "output_column_list", None)
            self.tables[made] = [
                (column.name, column.column.type.type_kind)
                for column in columns or statement.column_definition_list
            ]

    def columns(self, query: str) -> list[tuple[str, TypeKind]]:
        with self.prepared(query) as prepared:
            return [(column.name, column.type.type_kind) for column in prepared.columns]

    def prepared(self, query: str) -> PreparedQuery:
        return (
            PreparedQuery.builder()
            .set_sql(query)
            .set_analyzer_options(self.options)
            .set_catalog(self.catalog(query))
            .prepare()
        )

    def rows(self, sql: str) -> list[dict[str, object]]:
        # As JSON, since the library does not hand out a timestamp.
        as_json = f"select to_json_string(found) from (\n{sql}\n) as found"
        with self.prepared(as_json) as query:
            content = query.execute().content
        rows = content.table_data.row if content and content.table_data else []
        return [json.loads(row.cell[0].string_value) for row in rows]

    def catalog(self, sql: str) -> SimpleCatalog:
        """Of the tables that it names."""
        words = set(re.findall(r"\w+", sql))
        builder = CatalogBuilder("warehouse").with_builtin_functions(self.functions)
        for name in words & self.tables.keys():
            table = TableBuilder(name)
            for column, kind in self.tables[name]:
                table.add_column(column, kind)
            builder.add_table(table.build())
        catalog = builder.build()
        catalog.named_type = [
            SimpleCatalog.NamedType(name=alias, type=Type(type_kind=KINDS[kind]))
            for alias, kind in ALIASES.items()
        ]
        return catalog


def main(path: Path) -> None:
    request = json.loads(path.read_text("utf-8"))
    reader = Reader(request["settings"]["tables"])
    refused, executed = [], []
    for name, sql, is_executed in request["statements"]:
        try:
            reader.read(sql)
            if is_executed:
                executed.append((name, reader.rows(sql)))
        except Exception as error:
            refused.append((name, str(error)))
    Path(request["answers"]).write_text(
        json.dumps({"refused": refused, "executed": executed}), "utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
