"""The same events in every form in which they can be given: the same tables."""

import csv
import gzip
import hashlib
import json
from datetime import date, datetime

import duckdb
import pytest

from comparison import assert_same_answers
from conftest import dbt, open_warehouse

SALT = "salt of the tests"
QUESTION = 'Where is\nmy "parcel", please?'

# Everything given is typed as a well-behaved producer would; `note` is no column of
# the contract, and most of the contract's columns are in none of the rows.
ROWS = [
    {
        "event_id": "asked",
        "event_name": "message_sent",
        "occurred_at": "2024-05-06T09:00:00",
        "user_id": "kim",
        "conversation_id": "k1",
        "channel": "web",
        "text": QUESTION,
        "note": "not read",
    },
    {
        "event_id": "answered",
        "event_name": "response_generated",
        "occurred_at": "2024-05-06T09:00:02.500",
        "user_id": "kim",
        "conversation_id": "k1",
        "message_id": "m2",
        "model_version": "v1",
        "latency_ms": 1500.5,
        "input_tokens": 120,
        "cost_usd": 0.25,
        "is_error": False,
    },
    {
        "event_id": "asked_again",
        "event_name": "message_sent",
        "occurred_at": "2024-05-06T09:01:00",
        "user_id": "kim",
        "conversation_id": "k1",
        "channel": "web",
        "text": "where is MY parcel please",
        "properties": {"is_correction": True, "nested": {"é": [1, "a,b"]}},
    },
    {
        "event_id": "failed",
        "event_name": "response_generated",
        "occurred_at": "2024-05-06T09:01:03",
        "user_id": "kim",
        "conversation_id": "k1",
        "is_error": True,
        "error_type": "timeout",
    },
    {
        "event_id": "answered_late",
        "event_name": "assistant_message",
        "occurred_at": "2024-05-06T09:01:06",
        "user_id": "kim",
        "conversation_id": "k1",
        "message_id": "m5",
        "input_tokens": 9007199254740991,
    },
    {
        "event_id": "thumbed",
        "event_name": "feedback_given",
        "occurred_at": "2024-05-06T09:01:10",
        "user_id": "kim",
        "conversation_id": "k1",
        "message_id": "m5",
        "feedback_kind": "thumbs",
        "feedback_value": 1,
    },
    {
        "event_id": "rated",
        "event_name": "feedback_given",
        "occurred_at": "2024-05-06T09:02:00",
        "received_at": "2024-05-10T00:00:00",
        "user_id": "kim",
        "conversation_id": "k1",
        "feedback_kind": "csat",
        "feedback_value": 3.5,
    },
    {
        "event_id": "visited",
        "event_name": "message_sent",
        "occurred_at": "2024-05-07T23:59:59",
        "anonymous_id": "browser",
        "channel": "ios",
        "text": "Argent, s'il vous plaît",
    },
    {
        "event_id": "understood",
        "event_name": "intent_recognized",
        "occurred_at": "2024-05-08T00:00:00",
        "anonymous_id": "browser",
        "intent_name": "refund",
        "intent_confidence": 0.75,
        "is_intent_handled": False,
    },
    {
        "event_id": "asked",
        "event_name": "message_sent",
        "occurred_at": "2024-05-06T09:00:00",
        "received_at": "2024-05-09T08:00:00",
        "user_id": "kim",
        "conversation_id": "k1",
        "channel": "web",
        "text": QUESTION,
        "note": "not read",
    },
    {
        "event_id": "unnamed",
        "event_name": "typing_started",
        "occurred_at": "2024-05-06T09:03:00",
        "user_id": "kim",
    },
    {
        "event_id": "nobody",
        "event_name": "message_sent",
        "occurred_at": "2024-05-06T09:04:00",
    },
]
ROWS = [
    {"source_name": "helpdesk", "received_at": row["occurred_at"]} | row for row in ROWS
]
COLUMNS = list(dict.fromkeys(name for row in ROWS for name in row))
TYPES = {
    **dict.fromkeys(["occurred_at"], "timestamp"),
    **dict.fromkeys(["received_at"], "timestamp with time zone"),
    **dict.fromkeys(["latency_ms", "cost_usd", "intent_confidence"], "double"),
    **dict.fromkeys(["feedback_value"], "decimal(9, 2)"),
    **dict.fromkeys(["input_tokens"], "bigint"),
    **dict.fromkeys(["is_error", "is_intent_handled"], "boolean"),
}

# Lines of a JSON file that are no event, but came in all the same.
BROKEN_LINES = ['{"event_id": "cut off', "not JSON at all", "[1, 2]", '"asked"', ""]


def as_columns(row):
    """The row for a form without nesting: properties are JSON as text."""
    if "properties" not in row:
        return row
    return row | {"properties": json.dumps(row["properties"])}


def opened_for(path):
    opened = gzip.open if path.suffix == ".gz" else open
    return opened(path, "wt", encoding="utf-8", newline="")


def write_csv(rows, path):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with opened_for(path) as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in map(as_columns, rows):
            writer.writerow(
                {
                    name: str(value).lower() if isinstance(value, bool) else value
                    for name, value in row.items()
                }
            )


def write_jsonl(rows, path, broken=()):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines[4:4] = broken
    text = "\n".join(lines) + "\n"
    with opened_for(path) as file:
        file.write(text)


def create_table(connection, name, rows):
    columns = ", ".join(
        f"{column} {TYPES.get(column, 'varchar')}" for column in COLUMNS
    )
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"create table {name} ({columns})")
    connection.executemany(
        f"insert into {name} values ({', '.join('?' for _ in COLUMNS)})",
        [[as_columns(row).get(column) for column in COLUMNS] for row in rows],
    )


def write_parquet(rows, path):
    with duckdb.connect() as connection:
        create_table(connection, "events", rows)
        connection.execute(f"copy events to '{path}' (format parquet)")


def give(form, folder, database):
    """Writes the rows; gives the location and the number of broken lines."""
    if form == "csv":
        write_csv(ROWS, folder / "events.csv")
        return folder / "events.csv", 0
    if form == "csv.gz glob":
        # The second file has other columns than the first, in another order.
        write_csv(ROWS[:5], folder / "events_1.csv.gz")
        write_csv(
            [dict(reversed(row.items())) for row in ROWS[5:]],
            folder / "events_2.csv.gz",
        )
        return folder / "events_*.csv.gz", 0
    if form == "jsonl":
        write_jsonl(ROWS, folder / "events.jsonl", BROKEN_LINES)
        return folder / "events.jsonl", len(BROKEN_LINES)
    if form == "jsonl.gz glob":
        write_jsonl(ROWS[:6], folder / "events_1.jsonl.gz")
        write_jsonl(ROWS[6:], folder / "events_2.jsonl.gz", BROKEN_LINES)
        return folder / "events_?.jsonl.gz", len(BROKEN_LINES)
    if form == "parquet":
        write_parquet(ROWS, folder / "events.parquet")
        return folder / "events.parquet", 0
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema crm")
        create_table(connection, "crm.chat_events", ROWS)
    in_full = f"{database.stem}." if form == "table in full" else ""
    return f"{in_full}crm.chat_events", 0


# Each is a build. What the night adds is plainer than what is here, and other tests
# begin with it: a CSV file, a table of two names.
FORMS = ["csv.gz glob", "parquet", "jsonl.gz glob", "table in full"]
FORMS_OF_THE_NIGHT = ["csv", "jsonl", "table"]
MARTS = ["fct_sessions", "fct_turns", "fct_feedback"]


@pytest.fixture(scope="module")
def build_form(tmp_path_factory):
    """A function that gives the warehouse of a form and its number of broken lines.

    All are built in one folder, as a user would, one by one: what dbt parsed for the
    form before is still there, and must not show.
    """
    scratch = tmp_path_factory.mktemp("own_events")
    built = scratch / "warehouse.duckdb"
    marts = [*MARTS, "fct_quarantined_events", "rpt_event_ledger", "dim_users"]
    warehouses = {}

    def build(form):
        if form not in warehouses:
            folder = scratch / form.replace(" ", "_")
            folder.mkdir()
            location, broken = give(form, folder, built)
            dbt(
                [
                    *("build", "--select", *(f"+{mart}" for mart in marts)),
                    *("--exclude-resource-type", "unit_test"),
                    *("--exclude-resource-type", "test"),
                ],
                env={"INTERACTION_EVENTS": str(location)},
                scratch=scratch,
            )
            # The name of the file stays: it is the name of the database in the views.
            kept = built.rename(folder / built.name)
            warehouses[form] = open_warehouse(kept), broken
        return warehouses[form]

    yield build
    for connection, _ in warehouses.values():
        connection.close()


@pytest.fixture(
    params=[
        *FORMS,
        *(pytest.param(form, marks=pytest.mark.nightly) for form in FORMS_OF_THE_NIGHT),
    ]
)
def form(request):
    return request.param


@pytest.fixture
def warehouse(form, build_form):
    return build_form(form)[0]


@pytest.fixture
def broken(form, build_form):
    return build_form(form)[1]


def md5(*parts):
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


KIM = md5("user:", SALT, "kim")
BROWSER = md5("anonymous:", SALT, "browser")
KIMS_SESSION = md5("inferred|helpdesk|", KIM, "|k1|asked")
BROWSERS_SESSION = md5("inferred|helpdesk|", BROWSER, "||visited")


def test_the_sessions(warehouse):
    # The CSAT of 3.5 is above the middle of 1 to 5, but kim's last turn is a
    # correction with an error: no resolution. The browser is left without an answer.
    assert warehouse.execute(
        """
        select
            session_id, actor_id, conversation_id, source_name, channel, model_version,
            intent_name, session_outcome, count_events, count_turns, is_identified,
            is_clocked, session_date, started_at, ended_at
        from fct_sessions
        order by started_at
        """
    ).fetchall() == [
        (
            *(KIMS_SESSION, KIM, "k1", "helpdesk", "web", "v1"),
            *(None, "unresolved", 7, 2, True, True),
            date(2024, 5, 6),
            datetime(2024, 5, 6, 9),
            datetime(2024, 5, 6, 9, 1, 6),
        ),
        (
            *(BROWSERS_SESSION, BROWSER, None, "helpdesk", "ios", None),
            *("refund", "abandoned", 2, 1, False, True),
            date(2024, 5, 7),
            datetime(2024, 5, 7, 23, 59, 59),
            datetime(2024, 5, 8),
        ),
    ]


def test_the_turns(warehouse):
    assert warehouse.execute(
        """
        select
            turn_id, model_version, response_latency_ms, input_tokens, cost_usd,
            intent_confidence, is_intent_handled, is_answered, is_error, is_rephrased,
            is_correction, is_thumbed_down, answered_at
        from fct_turns
        order by submitted_at
        """
    ).fetchall() == [
        (
            *(md5(KIMS_SESSION, "|asked"), "v1", 1500.5, 120, 0.25),
            *(None, None, True, False, False, False, False),
            datetime(2024, 5, 6, 9, 0, 2, 500_000),
        ),
        (
            *(md5(KIMS_SESSION, "|asked_again"), None, 6000.0, 2**53 - 1, None),
            *(None, None, True, True, True, True, False),
            datetime(2024, 5, 6, 9, 1, 6),
        ),
        (
            *(md5(BROWSERS_SESSION, "|visited"), None, None, None, None),
            *(0.75, False, False, False, False, False, False, None),
        ),
    ]


def test_the_feedback(warehouse):
    assert warehouse.execute(
        """
        select
            event_id, actor_id, session_id, turn_id, feedback_kind, feedback_target,
            feedback_source, feedback_value, feedback_scale_min, feedback_scale_max,
            is_current, occurred_at
        from fct_feedback
        order by occurred_at
        """
    ).fetchall() == [
        (
            *("thumbed", KIM, KIMS_SESSION, md5(KIMS_SESSION, "|asked_again")),
            *("thumbs", "message", "user", 1.0, 0.0, 1.0, True),
            datetime(2024, 5, 6, 9, 1, 10),
        ),
        (
            *("rated", KIM, KIMS_SESSION, None),
            *("csat", "session", "user", 3.5, 1.0, 5.0, True),
            datetime(2024, 5, 6, 9, 2),
        ),
    ]


@pytest.mark.parametrize("mart", MARTS)
def test_every_column_is_as_from_csv(mart, warehouse, build_form):
    from_csv, _ = build_form("csv.gz glob")
    assert_same_answers(warehouse, from_csv, f"select * from {mart}")


def test_the_ledger_adds_up(warehouse, broken):
    assert warehouse.execute(
        """
        select
            sum(count_raw),
            sum(count_accepted),
            sum(count_duplicates),
            sum(count_conflicting),
            sum(count_quarantined)
        from rpt_event_ledger
        """
    ).fetchall() == [(12 + broken, 9, 1, 0, 2 + broken)]


def test_what_cannot_be_used_is_kept_with_its_reason(warehouse, broken):
    expected = [
        ("helpdesk", "nobody", "no_actor"),
        ("helpdesk", "unnamed", "unknown_event_name"),
        *[("unspecified", None, "missing_event_id")] * broken,
    ]
    assert (
        warehouse.execute(
            "select source_name, event_id, quarantine_reason"
            " from fct_quarantined_events order by all"
        ).fetchall()
        == expected
    )


def test_no_row_of_the_demo_is_there(warehouse):
    assert warehouse.execute("select actor_id from dim_users").fetchall() in (
        [(KIM,), (BROWSER,)],
        [(BROWSER,), (KIM,)],
    )
    for mart in ["fct_sessions", "fct_turns", "fct_feedback"]:
        assert warehouse.execute(
            f"select distinct source_name from {mart}"
        ).fetchall() == [("helpdesk",)]
    relations = warehouse.execute(
        "select table_name from information_schema.tables"
    ).fetchall()
    assert ("fct_sessions",) in relations
    assert ("demo_interaction_events",) not in relations


def test_a_column_with_a_type_is_read_as_that_type(build_project, tmp_path):
    # What is refused as a text is refused all the same, and said so.
    path = tmp_path / "typed.parquet"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            f"""
            copy (
                select
                    event_id,
                    cast(occurred_at as timestamp) as occurred_at,
                    cast(received_at as timestamptz) as received_at,
                    cast(latency_ms as double) as latency_ms,
                    cast(cost_usd as decimal(4, 2)) as cost_usd,
                    cast(input_tokens as bigint) as input_tokens,
                    cast(is_error as boolean) as is_error,
                    cast(is_intent_handled as integer) as is_intent_handled
                from (values
                    (
                        'read', '2026-01-31 08:30:00.000001',
                        '2026-01-31 09:30:00+01:00', '1500', '0.25', '12', 'true', '0'
                    ),
                    (
                        'refused', 'infinity', '9999-12-31', 'nan', null, null,
                        'false', '2'
                    ),
                    ('after', '2200-01-01', 'infinity', 'inf', null, null, null, null),
                    ('without', null, null, null, null, null, null, null)
                ) as given (
                    event_id, occurred_at, received_at, latency_ms, cost_usd,
                    input_tokens, is_error, is_intent_handled
                )
            ) to '{path}' (format parquet)
            """
        )
    warehouse = build_project(path, args=("run", "--select", "+int_deliveries_typed"))
    times = warehouse.execute(
        """
        select event_id, occurred_at, received_at, occurred_at_text, received_at_text
        from int_deliveries_typed
        """
    )
    assert set(times.fetchall()) == {
        (
            *("read", datetime(2026, 1, 31, 8, 30, 0, 1), datetime(2026, 1, 31, 8, 30)),
            *(None, None),
        ),
        ("refused", None, None, "infinity", "9999-12-31 00:00:00+00"),
        ("after", None, None, "2200-01-01 00:00:00", "infinity"),
        ("without", None, None, None, None),
    }
    values = warehouse.execute(
        """
        select
            event_id, latency_ms, cost_usd, input_tokens, is_error, is_intent_handled,
            has_unreadable_value
        from int_deliveries_typed
        """
    )
    assert set(values.fetchall()) == {
        ("read", 1500.0, 0.25, 12, True, False, False),
        ("refused", None, None, None, False, None, True),
        ("after", None, None, None, None, None, True),
        ("without", None, None, None, None, None, False),
    }
