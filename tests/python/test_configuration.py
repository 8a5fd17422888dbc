"""A setting that cannot be meant stops the build; a valid one does what it says."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from compiled_project import CompiledProject
from dbt_process import run_dbt, settings_of

WHOLE_NUMBERS = (
    "clock_tolerance_minutes",
    "session_timeout_minutes",
    "reopen_window_hours",
    "completion_turns",
    "repeat_window_days",
    "feedback_window_days",
    "late_after_hours",
    "events_at_a_time",
    "desk_match_hours",
)

# The setting, a value that cannot be meant. Those that are read while dbt parses the
# models are tried from the parsing on; the others with a project parsed before.
REFUSED = [
    *((name, value) for name in WHOLE_NUMBERS for value in (0, "soon", True)),
    ("session_timeout_minutes", -30),
    ("session_timeout_minutes", 1.5),
    ("session_timeout_minutes", None),
    ("session_timeout_minutes", "30"),
    ("as_of", "yesterday"),
    ("as_of", "2026-02-30"),
    ("as_of", "2025-02-29"),
    ("as_of", "2026-13-01"),
    ("as_of", "2026-01-31 25:61:00"),
    ("as_of", "2026-01-31 08:00:00+02:00"),
    ("as_of", "31.01.2026"),
    ("as_of", "2200-01-01"),
    ("as_of", "9999-12-31"),
    ("event_horizon_date", ""),
    ("event_horizon_date", "long ago"),
    ("event_horizon_date", "2015-02-29"),
    ("event_horizon_date", "2015-00-10"),
    ("event_horizon_date", 20150101),
    ("event_horizon_date", "1969-12-31"),
    *(("lateness_horizon_days", value) for value in (0, "30", True, 1.5, None)),
    ("csat_scale", [5, 1]),
    ("csat_scale", [3, 3]),
    ("csat_scale", [1]),
    ("csat_scale", ["1", "5"]),
    ("csat_scale", "1-5"),
    ("metric_dimensions", ["channel", "locale", "channel"]),
    ("metric_dimensions", "channel"),
    ("event_sources", []),
    ("event_sources", ""),
    ("event_sources", 7),
    ("event_sources", None),
    ("event_sources", ["interaction_events", "telepathy"]),
    ("event_sources", ["interaction_events", "interaction_events"]),
    ("source_locations", {"telepathy": "raw"}),
    ("source_locations", {"langfuse": ""}),
    ("source_locations", {"langfuse": 7}),
    ("interaction_events", ""),
    ("interaction_events", 7),
    ("interaction_events", "events"),
    ("interaction_events", "a.b.c.d"),
    ("interaction_events", "/nowhere/events*.parquet"),
    ("interaction_events", "crm.no_such_table"),
]
REFUSED_FROM_PARSING = [
    ("metric_dimensions", ["planet"]),
    ("metric_dimensions", None),
    ("csat_scale", 5),
    ("interaction_events", "s3//x"),
]
ACCEPTED = [
    ("session_timeout_minutes", 1),
    ("as_of", ""),
    ("as_of", "2024-02-29"),
    ("as_of", "2026-12-31 23:59:59.999999"),
    ("as_of", "2026-01-31T08:00"),
    ("as_of", "2199-12-31"),
    ("event_horizon_date", "1970-01-01"),
    ("lateness_horizon_days", ""),
    ("lateness_horizon_days", 3650),
    ("csat_scale", [0, 1]),
    ("csat_scale", [-1.5, 1.5]),
    ("metric_dimensions", []),
    ("metric_dimensions", ["model_name", "channel"]),
    # Where a source is that is not connected is not looked at.
    ("source_locations", {"langfuse": "nowhere"}),
]


def case_id(case):
    name, value = case
    return f"{name} = {json.dumps(value)}"


def database_of(scratch: Path, case) -> Path:
    # By the names: to Python 1 and True are the same.
    names = list(map(case_id, [*REFUSED, *REFUSED_FROM_PARSING, *ACCEPTED]))
    number = names.index(case_id(case))
    return scratch / f"case_{number}" / "warehouse.duckdb"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("configuration")


@pytest.fixture(scope="module")
def outcomes(scratch):
    """Of every case what dbt said; accepted ones load a seed, to be quick."""
    run = ("run",)
    load = ("seed", "--select", "quarantine_reasons")
    commands = [
        *((case, run, False) for case in REFUSED),
        *((case, run, True) for case in REFUSED_FROM_PARSING),
        *((case, load, False) for case in ACCEPTED),
    ]
    cases = [
        {
            "name": case_id(case),
            "command": command,
            "variables": dict([case]),
            "folder": str(database_of(scratch, case).parent),
            "is_parsed": is_parsed,
        }
        for case, command, is_parsed in commands
    ]
    process = subprocess.run(
        [sys.executable, Path(__file__).with_name("many_runs.py"), scratch],
        env=settings_of(scratch),
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def relations_in(database: Path) -> list:
    if not database.exists():
        return []
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " union all"
            " select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()


def names_the_setting(name: str, value: object, text: str) -> bool:
    """As the subject of the sentence; a path or a table may have the word in it too."""
    found = re.search(rf"(?<![\w/]){name}: (.*)", text)
    if isinstance(value, list):
        return found is not None
    return found is not None and str(value) in found.group(1)


@pytest.mark.parametrize("case", [*REFUSED, *REFUSED_FROM_PARSING], ids=case_id)
def test_a_broken_setting_stops_the_build_at_once(case, outcomes, scratch):
    name, value = case
    outcome = outcomes[case_id(case)]
    assert not outcome["success"]
    assert names_the_setting(name, value, outcome["errors"]), outcome["errors"]
    assert relations_in(database_of(scratch, case)) == []


@pytest.mark.parametrize("case", ACCEPTED, ids=case_id)
def test_a_valid_setting_is_accepted(case, outcomes, scratch):
    outcome = outcomes[case_id(case)]
    assert outcome["success"], outcome["errors"]
    assert relations_in(database_of(scratch, case)) == [("main", "quarantine_reasons")]


def test_a_file_that_is_not_there_fails_the_whole_command(tmp_path):
    """As a scheduler meets it: the environment, `dbt build`, the exit code."""
    missing = tmp_path / "events.csv"
    process = run_dbt(["build"], tmp_path, env={"INTERACTION_EVENTS": str(missing)})
    assert process.returncode != 0
    assert names_the_setting("interaction_events", str(missing), process.stdout)
    # Not even a seed is loaded.
    assert relations_in(tmp_path / "warehouse.duckdb") == []


@pytest.mark.parametrize(
    ("location", "missing"),
    [
        (None, "has none of traces, observations, observations_v2, scores"),
        ("exports/{table}/*.jsonl", "has none of traces"),
    ],
)
def test_a_connected_source_without_tables_is_refused(tmp_path, location, missing):
    variables = {"source_locations": {"langfuse": location}} if location else {}
    process = run_dbt(
        ["build", "--vars", json.dumps(variables)],
        tmp_path,
        env={"INTERACTION_EVENT_SOURCES": "langfuse"},
    )
    assert process.returncode != 0
    assert names_the_setting(
        "source_locations: langfuse", location or "langfuse", process.stdout
    )
    assert missing in process.stdout
    assert relations_in(tmp_path / "warehouse.duckdb") == []


# ------------------------------------------------------ what a valid setting changes

DAY = date(2024, 5, 6)
CLOSED = "2024-05-20 00:00:00"


def event(user, event_name, at, **columns):
    """An event of the user in the conversation of the same name, received at once."""
    at = at if "T" in at else f"{DAY}T{at}"
    return {
        "source_name": "chat",
        "event_id": f"{user}-{at}-{event_name}",
        "event_name": event_name,
        "occurred_at": f"{at}Z",
        "received_at": f"{at}Z",
        "user_id": user,
        "conversation_id": user,
        "channel": "web",
        "model_version": "v1",
    } | columns


def exchange(user, asked, answered):
    return [
        event(user, "message_sent", asked),
        event(user, "response_generated", answered),
    ]


def rating(user, at, value, scale_max):
    return event(
        user,
        "feedback_given",
        at,
        feedback_kind="csat",
        feedback_value=value,
        feedback_scale_min=1,
        feedback_scale_max=scale_max,
    )


ROWS = [
    # 44 min 55 s between the answer and the next question.
    *exchange("pauses_45_minutes", "10:00:00", "10:00:05"),
    *exchange("pauses_45_minutes", "10:45:00", "10:45:05"),
    # Exactly the timeout is no pause.
    *exchange("pauses_30_minutes", "08:00:00", "08:00:10"),
    *exchange("pauses_30_minutes", "08:30:10", "08:30:15"),
    *exchange("rates_of_5", "06:00:00", "06:00:05"),
    rating("rates_of_5", "06:01:00", 3, 5),
    *exchange("rates_of_10", "06:00:00", "06:00:05"),
    rating("rates_of_10", "06:01:00", 9, 10),
    *exchange("comes_back_in_2_hours", "03:00:00", "03:00:05"),
    *exchange("comes_back_in_2_hours", "05:00:00", "05:00:05"),
    event("answered_third", "message_sent", "04:00:00"),
    event("answered_third", "message_sent", "04:00:10"),
    *exchange("answered_third", "04:00:20", "04:00:25"),
    *exchange("returns_after_2_days", "02:00:00", "02:00:05"),
    *exchange("returns_after_2_days", "2024-05-08T02:00:00", "2024-05-08T02:00:05"),
    event(
        "clock_15_minutes_ahead",
        "message_sent",
        "02:15:00",
        received_at=f"{DAY}T02:00Z",
    ),
    event("day_before", "message_sent", "2024-05-05T23:59:59"),
]


@pytest.fixture(scope="module")
def compile_project(tmp_path_factory):
    def compiled(**variables):
        folder = tmp_path_factory.mktemp("compiled")
        return CompiledProject(folder, variables).run(ROWS)

    return compiled


@pytest.fixture(scope="module")
def usual(compile_project):
    with compile_project(as_of=CLOSED) as connection:
        yield connection


@pytest.fixture(scope="module")
def changed(compile_project):
    """Every setting but as_of, each seen in rows that the others leave alone."""
    with compile_project(
        as_of=CLOSED,
        session_timeout_minutes=60,
        csat_scale=[1, 10],
        metric_dimensions=["channel"],
        reopen_window_hours=1,
        completion_turns=3,
        repeat_window_days=1,
        feedback_window_days=13,
        clock_tolerance_minutes=15,
        event_horizon_date="2024-05-06",
    ) as connection:
        yield connection


@pytest.fixture(scope="module")
def early(compile_project):
    with compile_project(as_of="2024-05-06 09:00:15") as connection:
        yield connection


def fetch(connection, query, *parameters):
    return connection.execute(query, list(parameters)).fetchall()


def sessions_of(connection, conversation, column="count_turns"):
    return [
        value
        for (value,) in fetch(
            connection,
            f"select {column} from fct_sessions where conversation_id = ?"
            " order by started_at",
            conversation,
        )
    ]


def metric(connection, name, day=DAY):
    """Value and sample size of the day; nothing where there is no row."""
    return fetch(
        connection,
        "select metric_value, sample_size from fct_metrics_daily"
        " where metric_name = ? and metric_date = ? and dimension_name = 'overall'",
        name,
        day,
    )


def test_session_timeout_minutes(usual, changed):
    assert sessions_of(usual, "pauses_45_minutes") == [1, 1]
    assert sessions_of(changed, "pauses_45_minutes") == [2]
    assert sessions_of(usual, "pauses_30_minutes") == [2]


def test_csat_scale(usual, changed):
    assert metric(usual, "csat_mean") == [(3.0, 1)]
    assert metric(changed, "csat_mean") == [(9.0, 1)]
    # 3 is none of the two highest of 1 to 5; 9 is one of 1 to 10.
    assert metric(usual, "csat_top_two_share") == [(0.0, 1)]
    assert metric(changed, "csat_top_two_share") == [(1.0, 1)]


def test_metric_dimensions(usual, changed):
    for mart in (
        "fct_metrics_daily",
        "fct_metrics_by_period",
        "fct_metric_cells_daily",
        "fct_metric_histograms_daily",
    ):
        query = f"select distinct dimension_name from {mart} order by all"
        assert [name for (name,) in fetch(usual, query)] == [
            "app_version",
            "channel",
            "intent",
            "locale",
            "model_version",
            "overall",
        ]
        assert [name for (name,) in fetch(changed, query)] == ["channel", "overall"]


def test_reopen_window_hours(usual, changed):
    conversation = "comes_back_in_2_hours"
    assert sessions_of(usual, conversation, "is_reopened") == [True, False]
    assert sessions_of(changed, conversation, "is_reopened") == [False, False]
    assert sessions_of(changed, conversation, "is_resolved") == [True, True]


def test_completion_turns(usual, changed):
    assert sessions_of(usual, "answered_third", "is_task_completed") == [False]
    assert sessions_of(changed, "answered_third", "is_task_completed") == [True]


def test_repeat_window_days(usual, changed):
    later = date(2024, 5, 8)
    assert metric(usual, "repeat_usage_rate", later) == [(1.0, 1)]
    assert metric(changed, "repeat_usage_rate", later) == [(0.0, 1)]


def test_feedback_window_days(usual, changed):
    # The day ends at midnight; half an hour, or an hour, and the window later it is
    # mature: on the 14th, or (13 days) on the 20th at one o'clock, an hour after as_of.
    query = (
        "select is_complete, is_mature from fct_metrics_daily"
        " where metric_name = 'csat_mean' and metric_date = ?"
        " and dimension_name = 'overall'"
    )
    assert fetch(usual, query, DAY) == [(True, True)]
    assert fetch(changed, query, DAY) == [(True, False)]


def test_clock_tolerance_minutes_and_event_horizon_date(usual, changed):
    query = "select quarantine_reason from fct_quarantined_events"
    assert fetch(usual, query) == [("occurred_after_receipt",)]
    assert fetch(changed, query) == [("before_horizon",)]


def test_as_of_leaves_later_sessions_open(usual, early):
    query = "select conversation_id, is_open from fct_sessions where session_date = ?"
    assert {is_open for _, is_open in fetch(usual, query, DAY)} == {False}
    # 08:30:15 and half an hour is 09:00:15: open to the second, and closed after it.
    assert {
        conversation for conversation, is_open in fetch(early, query, DAY) if is_open
    } == {"pauses_45_minutes", "pauses_30_minutes"}


def test_open_sessions_count_in_no_metric(usual, early):
    # Of the 9 sessions of the day 3 begin at or after 08:00, of its 12 turns 4.
    assert metric(usual, "cost_per_session_usd") == [(0.0, 9)]
    assert metric(early, "cost_per_session_usd") == [(0.0, 6)]
    assert metric(usual, "error_rate") == [(0.0, 12)]
    assert metric(early, "error_rate") == [(0.0, 8)]
