"""Sources that are connected at once, by dbt itself: from tables and from files."""

import json

import duckdb
import pytest

from conftest import dbt, open_warehouse, write_raw_events
from connected_project import create_raw_tables, rows_of
from increments import BUILD, DbtProcess
from otlp import line, span

OWN = [
    {
        "source_name": "web",
        "event_id": event_id,
        "event_name": name,
        "occurred_at": time,
        "received_at": time,
        "user_id": "ann",
        "conversation_id": "orders",
    }
    for event_id, name, time in [
        ("where:message", "message_sent", "2026-03-02T10:00:00Z"),
        ("where:response", "response_generated", "2026-03-02T10:00:01Z"),
        # Of another day: the sessions before are over.
        ("later", "message_sent", "2026-03-04T10:00:00Z"),
    ]
]
TRACE = {
    "id": "where",
    "timestamp": "2026-03-02T10:00:00Z",
    "user_id": "ann",
    "session_id": "orders",
    "input": {"messages": [{"role": "user", "content": "Where is my order?"}]},
    "output": "On its way.",
    "updated_at": "2026-03-02T10:01:00Z",
}
CALL = {
    "id": "call",
    "trace_id": "where",
    "type": "GENERATION",
    "start_time": "2026-03-02T10:00:00Z",
    "end_time": "2026-03-02T10:00:02Z",
    "provided_model_name": "gpt-4o-2024-08-06",
    "usage_details": {"input": 150, "output": 80},
    "updated_at": "2026-03-02T10:01:00Z",
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """Own events in a file, Langfuse in files for each table, spans in a table."""
    folder = tmp_path_factory.mktemp("connectors")
    own = write_raw_events(OWN, folder / "events.csv")
    for table, rows in {"traces": [TRACE], "observations": [CALL]}.items():
        path = folder / "exports" / table / "2026-03-02.jsonl"
        path.parent.mkdir(parents=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        spans = [
            span(
                *("where", "message", (0, 3)),
                gen_ai__operation__name="invoke_agent",
                gen_ai__conversation__id="orders",
                user__id="ann",
            )
        ]
        create_raw_tables(connection, "telemetry", {"otlp_lines": [line(spans)]})
    variables = {
        "event_sources": ["interaction_events", "langfuse", "opentelemetry"],
        "source_locations": {
            "langfuse": str(folder / "exports" / "{table}" / "*.jsonl"),
            "opentelemetry": "telemetry",
        },
    }
    dbt(
        ["build", "--vars", json.dumps(variables)],
        env={"INTERACTION_EVENTS": str(own)},
        scratch=folder,
    )
    with open_warehouse(folder / "warehouse.duckdb") as connection:
        yield connection


def test_the_same_ids_of_two_sources_are_two_conversations(warehouse):
    assert rows_of(
        warehouse,
        """
        select source_name, conversation_id, count_turns, first_response_latency_ms
        from fct_sessions
        """,
    ) == [
        ("langfuse", "orders", 1, 2000.0),
        ("opentelemetry", "orders", 1, 3000.0),
        ("web", "orders", 1, 1000.0),
        ("web", "orders", 1, None),
    ]


def test_a_user_of_several_sources_is_one_user(warehouse):
    assert rows_of(
        warehouse, "select is_identified, count_sessions from dim_users"
    ) == [(True, 4)]


def test_each_source_has_its_lines_in_the_ledgers(warehouse):
    assert rows_of(
        warehouse,
        """
        select source_name, sum(count_raw), sum(count_accepted) from rpt_event_ledger
        group by source_name
        """,
    ) == [("langfuse", 2, 2), ("opentelemetry", 2, 2), ("web", 3, 3)]
    assert rows_of(
        warehouse,
        """
        select source_name, record_table, record_fate, count_records
        from rpt_source_ledger
        """,
    ) == [
        ("langfuse", "observations", "part_of_turn", 1),
        ("langfuse", "traces", "event", 1),
        ("opentelemetry", "lines", "container", 1),
        ("opentelemetry", "spans", "event", 1),
    ]


# ---------------------------------------------------------------- what comes late

SCORE = {
    "id": "thumb",
    "timestamp": "2026-03-02T10:05:00Z",
    "trace_id": "where",
    "name": "user-feedback",
    "value": "0",
    "source": "API",
    "data_type": "NUMERIC",
}
JUDGED = SCORE | {"id": "judged", "name": "toxicity", "source": "EVAL"}
OTHER = {"id": "other", "timestamp": "2026-03-05T10:00:00Z", "user_id": "bob"}
MARTS = (
    "fct_sessions",
    "fct_turns",
    "fct_feedback",
    "fct_evaluations",
    "fct_quarantined_events",
    "fct_quarantined_evaluations",
    "fct_metrics_daily",
    "rpt_event_ledger",
    "rpt_source_ledger",
)


@pytest.fixture(scope="module")
def dbt_process(tmp_path_factory):
    process = DbtProcess(
        tmp_path_factory.mktemp("late"), {"INTERACTION_EVENT_SOURCES": "langfuse"}
    )
    yield process
    process.close()


def test_a_score_before_its_trace_is_as_if_both_had_come_at_once(dbt_process, tmp_path):
    """On Monday nobody knows whose it is; on Tuesday its trace is loaded."""

    def built(folder, *arrivals):
        folder.mkdir()
        tables = {}
        for loads in arrivals:
            for loaded, loaded_at in loads:
                for table, rows in loaded.items():
                    tables.setdefault(table, []).extend(
                        row | {"loaded_at": loaded_at} for row in rows
                    )
            with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
                create_raw_tables(connection, "langfuse", tables)
            dbt_process(*BUILD, folder=folder)
        with open_warehouse(folder / "warehouse.duckdb") as connection:
            return {mart: rows_of(connection, f"from {mart}") for mart in MARTS}

    monday = ({"traces": [OTHER], "scores": [SCORE, JUDGED]}, "2026-03-09T08:10:00Z")
    tuesday = ({"traces": [TRACE], "observations": [CALL]}, "2026-03-10T08:10:00Z")
    in_two = built(tmp_path / "in_two", [monday], [tuesday])
    assert in_two["fct_feedback"]
    assert in_two["fct_evaluations"]
    # As one load, of which every row has the receipt that it had.
    at_once = built(tmp_path / "at_once", [monday, tuesday])
    assert in_two == at_once


def test_an_erased_user_is_in_no_evaluation(dbt_process, tmp_path):
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        create_raw_tables(
            connection,
            "langfuse",
            {
                "traces": [TRACE, OTHER],
                "scores": [JUDGED, JUDGED | {"id": "kept", "trace_id": "other"}],
            },
        )
    dbt_process(*BUILD, folder=tmp_path)
    arguments = json.dumps({"user_id": "ann"})
    dbt_process("run-operation", "erase_user", "--args", arguments, folder=tmp_path)
    dbt_process("run", folder=tmp_path)
    with open_warehouse(tmp_path / "warehouse.duckdb") as connection:
        assert rows_of(
            connection, "select source_evaluation_id from fct_evaluations"
        ) == [("kept",)]
        assert (
            rows_of(connection, "select quarantine_reason from fct_quarantined_events")
            == [("erased_user",)] * 3
        )
