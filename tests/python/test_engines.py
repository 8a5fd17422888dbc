"""Another engine gives the same numbers: PostgreSQL, in every run of the tests.

The others, and more rows, are asked by `make test-engines`.
"""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot

from engines.arrivals import arrivals
from engines.base import differences, equal, table_of
from engines.equality import BUILD, STEPS, Expected, expected_of, found_on
from engines.parsed import Statement, invalid, linted, undocumented, unreadable
from engines.planned import overlarge
from engines.postgres import Postgres, postgres
from engines.sent import is_passed, sent_in
from increments import Table, in_short


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    return expected_of(arrivals(with_demo=False), tmp_path_factory.mktemp("expected"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with postgres(tmp_path_factory.mktemp("postgres")) as running:
        yield running


def test_postgres_has_the_marts_that_duckdb_has(
    expected: Expected, server: Postgres, tmp_path: Path
) -> None:
    """After a full build, an increment with what came late, an erasure and a prune.

    Its data tests pass, those of the macros included.
    """
    found = dict(found_on(server, expected, tmp_path, first=BUILD))
    assert list(found) == list(STEPS)
    for step, differing in found.items():
        assert not differing, f"{step}: {in_short(differing)}"
    for snapshot in expected.snapshots.values():
        assert all(table.rows for table in snapshot.values())


@pytest.mark.parametrize(
    ("ours", "theirs", "is_equal"),
    [
        (1.0, 1.0 + 9e-12, True),
        (1.0, 1.0 + 2e-11, False),
        (1e9, 1e9 + 0.1, False),
        (0.0, 9e-12, True),
        (2**60, 2**60 + 1, False),
        (1, 1.0, False),
        (True, 1, False),
        (None, 0, False),
        (math.nan, math.nan, False),
        ("a", "a", True),
    ],
)
def test_what_is_equal(ours: object, theirs: object, is_equal: bool) -> None:
    assert equal(ours, theirs) is is_equal


def test_a_difference_is_found_in_any_order_of_rows_and_columns() -> None:
    theirs = {"fct": Table(("id", "share"), [("a", 0.1), ("b", 0.2), (None, 0.3)])}
    same = {
        "fct": table_of("fct", ["share", "ID"], [(0.3, None), (0.2, "b"), (0.1, "a")])
    }
    other = {"fct": Table(("id", "share"), [("a", 0.1), ("b", 0.21), (None, 0.3)])}
    fewer = {"fct": Table(("id", "share"), [("a", 0.1), ("b", 0.2)])}
    renamed = {"fct": Table(("id", "rate"), theirs["fct"].rows)}

    assert differences(same, theirs) == []
    assert differences(other, theirs) == [
        "fct ('b', 0.21): share is 0.21, should be 0.2"
    ]
    assert differences(fewer, theirs)[0] == "fct: 2 rows, should be 3"
    assert len(differences(renamed, theirs)) == 1
    assert differences({}, theirs) == ["fct: is not there"]


def test_what_a_dialect_does_not_have_is_found() -> None:
    statements = [
        Statement("right", "select date_diff('day', a, b) from t"),
        Statement("wrong", "select from where"),
        Statement("unread", "vacuum full t"),
    ]
    found = unreadable(statements, "trino")
    assert [line.split(":")[0] for line in found] == ["wrong", "unread"]


def test_a_function_that_an_engine_lacks_is_found() -> None:
    statements = [
        Statement("right", "with a as (select 1) select lower(to_hex(b)) from a"),
        Statement("wrong", "select strpos(a, 'x(y'), count(*) from t"),
    ]
    found = undocumented(statements, "trino")
    assert found == ["wrong: strpos is no function of trino in functions.csv"]
    assert len(undocumented(statements, "redshift")) == 2


def test_a_name_before_a_bracket_is_no_function() -> None:
    statements = [
        Statement("quoted", "insert into `own`.`runs` (id) values (1)"),
        Statement("in_a_schema", "insert into own.runs (id) select 1"),
        Statement("called", "select runs(1) as id"),
    ]
    (found,) = undocumented(statements, "bigquery")
    assert found.startswith("called: runs is no function")


def test_what_trino_does_not_take_is_found() -> None:
    statements = [
        Statement("right", "select date_diff('day', a, b) as days from t"),
        Statement("unknown", "select getdate() as now from t"),
        Statement("wrong", "select count(a, b) as both from t"),
    ]
    found = invalid(statements)
    assert [line.split(":")[0] for line in found] == ["unknown", "wrong"]


def test_what_is_planned_anew_wherever_it_is_named_is_counted_each_time() -> None:
    models = {
        "sums": "with days as (select day, sum(x) from events group by day)"
        " select * from days union all select * from days",
        "stored": "select * from events",
        "joined": "select * from sums inner join sums as others using (day)"
        " cross join stored",
    }
    trees = {name: sqlglot.parse_one(sql) for name, sql in models.items()}
    # Two views of two scans and groupings each, two joins, and a table.
    assert overlarge(trees, ["sums"], most=10) == ["joined: 11 parts, 10 allowed"]
    assert overlarge(trees, ["sums"], most=11) == []


def test_what_sqlfluff_cannot_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "right.sql").write_text("SELECT a  FROM t\n", "utf-8")
    (tmp_path / "wrong.sql").write_text("select a from t where\n", "utf-8")
    (found,) = linted(tmp_path, "redshift")
    assert "wrong.sql" in found
    assert " PRS " in found


def test_a_statement_that_was_sent_is_taken_once_and_without_its_comment(
    tmp_path: Path,
) -> None:
    def sent(
        sql: str, node: str | None, name: str = "SQLQuery", kind: str = "model"
    ) -> str:
        data: dict[str, object] = {"sql": sql, "conn_name": "master"}
        if node:
            data["node_info"] = {"node_name": node, "resource_type": kind}
        return json.dumps({"info": {"name": name}, "data": data})

    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "dbt.log").write_text(
        "\n".join(
            [
                sent("/* {run 1} */\n\nselect 1 as a;\n", "fct"),
                sent("/* {run 2} */\n-- again\n\nselect 1 as a", "fct"),
                sent("delete from own.runs", None),
                sent("show objects in own", None),
                sent("select 2 as a", "fct", name="SQLQueryStatus"),
                sent("insert into own.kinds values (%s)", "kinds", kind="seed"),
            ]
        ),
        "utf-8",
    )
    assert list(sent_in(tmp_path)) == [
        Statement("fct", "select 1 as a"),
        Statement("master", "delete from own.runs"),
    ]


def actual_row(**facts: object) -> dict[str, object]:
    return facts | {"actual_or_expected": "actual"}


def expected_row(**facts: object) -> dict[str, object]:
    return facts | {"actual_or_expected": "expected"}


@pytest.mark.parametrize(
    ("rows", "is_as_expected"),
    [
        ([{"failures": 0, "should_error": False}], True),
        ([{"failures": 1, "should_error": True}], False),
        (
            [actual_row(a=1), actual_row(a=2), expected_row(a=2), expected_row(a=1)],
            True,
        ),
        ([actual_row(a=1), expected_row(a=1), expected_row(a=1)], False),
        ([actual_row(a=1), expected_row(a=None)], False),
        ([], True),
    ],
)
def test_what_came_of_an_executed_test(rows: list[dict], is_as_expected: bool) -> None:
    assert is_passed(rows) is is_as_expected
