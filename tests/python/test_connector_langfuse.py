"""Langfuse: exports of traces, observations (legacy and v2) and scores."""

import json
import re
import tarfile

import pytest

from connected_project import ConnectedProject, rows_of, tables_with
from loaders import DATA

TRACE = {
    "id": "where",
    "timestamp": "2026-03-02T10:00:00.000Z",
    "user_id": "ann",
    "session_id": "orders",
    "release": "7.1",
    "input": "Where is my order?",
    "output": "On its way.",
    "created_at": "2026-03-02T10:01:00.000Z",
    "updated_at": "2026-03-02T10:01:00.000Z",
}
# A step, with what its call of a model cost repeated, as frameworks do.
STEP = {
    "id": "step",
    "trace_id": "where",
    "type": "SPAN",
    "start_time": "2026-03-02T10:00:00.000Z",
    "end_time": "2026-03-02T10:00:02.500Z",
    "latency": "2.5",
    "level": "DEFAULT",
    "total_cost": "0.01",
    "usage_details": {"input": 150, "output": 80},
    "updated_at": "2026-03-02T10:01:05.000Z",
}
CALL = STEP | {
    "id": "call",
    "type": "GENERATION",
    "parent_observation_id": "step",
    "start_time": "2026-03-02T10:00:00.200Z",
    "end_time": "2026-03-02T10:00:02.400Z",
    "latency": "2.2",
    "completion_start_time": "2026-03-02T10:00:00.700Z",
    "provided_model_name": "openai/gpt-4o-2024-08-06",
}
TOOL = STEP | {
    "id": "lookup",
    "type": "TOOL",
    "name": "track_parcel",
    "parent_observation_id": "step",
    "start_time": "2026-03-02T10:00:01.000Z",
    "end_time": "2026-03-02T10:00:01.250Z",
    "latency": "0.25",
    "level": "ERROR",
}
SCORE = {
    "id": "thumb",
    "timestamp": "2026-03-02T10:05:00.000Z",
    "trace_id": "where",
    "name": "user-feedback",
    "value": "1",
    "data_type": "BOOLEAN",
    "string_value": "True",
    "source": "API",
    "updated_at": "2026-03-02T10:05:01.000Z",
}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A trace with a step, a call, a tool and scores of every origin."""
    judged = SCORE | {"source": "EVAL", "data_type": "NUMERIC", "string_value": None}
    return connected_project.run(
        {
            "langfuse": {
                # Exported again when it was done: the second version counts.
                "traces": [
                    TRACE | {"output": None, "updated_at": "2026-03-02T10:00:30.000Z"},
                    TRACE,
                    # Of another day, so that the session of the first is over.
                    {
                        "id": "later",
                        "timestamp": "2026-03-04T10:00:00.000Z",
                        "user_id": "bob",
                    },
                ],
                "observations": [STEP, CALL, TOOL],
                "scores": [
                    SCORE,
                    judged | {"id": "judge", "name": "hallucination", "value": "0.2"},
                    judged | {"id": "stranger", "name": "vibes", "value": "0.9"},
                    judged | {"id": "beyond", "name": "toxicity", "value": "7"},
                    SCORE
                    | {
                        "id": "review",
                        "name": "resolved",
                        "source": "ANNOTATION",
                        "value": "0",
                        "string_value": "False",
                    },
                    SCORE | {"id": "unknown", "name": "sparkle"},
                    # Of a category the number is a place in a list, here of 3 words.
                    SCORE
                    | {
                        "id": "category",
                        "data_type": "CATEGORICAL",
                        "value": "2",
                        "string_value": "negative",
                        "observation_id": "call",
                        "timestamp": "2026-03-02T10:06:00.000Z",
                    },
                    # Without a trace: of the session, whose user the traces name.
                    SCORE
                    | {
                        "id": "survey",
                        "trace_id": None,
                        "session_id": "orders",
                        "name": "csat",
                        "data_type": "NUMERIC",
                        "value": "4",
                        "string_value": None,
                    },
                ],
            }
        }
    )


def test_a_trace_is_one_turn_however_many_observations_it_has(whole):
    assert rows_of(
        whole,
        """
        select
            model_name, model_version, response_latency_ms, time_to_first_token_ms,
            input_tokens, output_tokens, cost_usd, count_tool_calls, app_version,
            is_answered, is_error
        from fct_turns
        where model_name is not null
        """,
    ) == [
        (
            *("gpt-4o", "gpt-4o-2024-08-06", 2500.0, 700.0),
            # An error of a tool is one of its turn.
            *(150, 80, 0.01, 1, "7.1", True, True),
        )
    ]


def test_ratings_of_users_are_feedback(whole):
    assert rows_of(
        whole,
        """
        select
            event_id, feedback_kind, feedback_value, feedback_target, is_current,
            session_id is not null, turn_id is not null
        from fct_feedback
        """,
    ) == [
        ("category", "thumbs", 0.0, "message", True, True, True),
        ("survey", "csat", 4.0, "session", True, True, False),
        ("thumb", "thumbs", 1.0, "message", False, True, True),
    ]


def test_scores_of_judges_and_reviewers_are_evaluations(whole):
    assert rows_of(
        whole,
        """
        select
            source_evaluation_id, evaluator_kind, score_name, score_value, scale_max,
            better_direction, target_id, turn_id is not null
        from fct_evaluations
        """,
    ) == [
        ("judge", "llm_judge", "hallucination", 0.2, 1.0, "lower", "where", True),
        ("review", "reviewer", "resolved", 0.0, 1.0, "higher", "where", True),
    ]


def test_the_word_of_a_reviewer_decides_on_the_resolution(whole):
    assert rows_of(
        whole,
        """
        select count_turns, is_resolved, session_outcome from fct_sessions
        where conversation_id = 'orders'
        """,
    ) == [(1, False, "unresolved")]


def test_what_no_seed_knows_is_quarantined_by_name(whole):
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [("unknown", "unknown_feedback_kind", "sparkle 1")]
    assert rows_of(
        whole,
        """
        select evaluation_id, score_name, quarantine_reason
        from fct_quarantined_evaluations
        """,
    ) == [
        ("beyond", "toxicity", "value_out_of_scale"),
        ("stranger", "vibes", "unknown_score_name"),
    ]


def test_every_row_of_the_exports_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("observations", "event", 1),
        ("observations", "part_of_turn", 2),
        ("scores", "evaluation", 4),
        ("scores", "event", 4),
        ("traces", "event", 2),
        ("traces", "superseded", 1),
    ]


def test_no_table_holds_what_was_said_or_who_said_it(whole):
    assert tables_with(whole, ["Where is", "On its way", "ann", "bob"]) == []


def test_the_unit_of_a_duration_is_that_of_those_with_timestamps(connected_project):
    """Seconds in the legacy export, milliseconds in the other; alone it has none."""
    unfinished = CALL | {
        "end_time": None,
        "completion_start_time": None,
        "start_time": TRACE["timestamp"],
    }

    def latencies(unit: float, observations: list) -> list:
        warehouse = connected_project.run(
            {
                "langfuse": {
                    "traces": [TRACE, TRACE | {"id": "other", "session_id": "b"}],
                    "observations": [
                        row
                        | {
                            "latency": str(float(row["latency"]) * unit),
                            "time_to_first_token": str(0.5 * unit),
                        }
                        for row in observations
                    ],
                }
            }
        )
        return rows_of(
            warehouse,
            """
            select response_latency_ms, time_to_first_token_ms from fct_turns
            where model_name is not null
            """,
        )

    clocked = STEP | {"id": "clocked", "trace_id": "other"}
    assert latencies(1, [unfinished, clocked]) == [(2200.0, 500.0)]
    assert latencies(1000, [unfinished, clocked]) == [(2200.0, 500.0)]
    assert latencies(1, [unfinished]) == [(0.0, None)]


def test_v2_alone_says_what_its_traces_are(connected_project):
    """Exports since 2026-06-22 have no traces: user and session are in each row."""
    root = {
        "span_id": "root",
        "trace_id": "t",
        "type": "AGENT",
        "user_id": "ann",
        "session_id": "orders",
        "start_time": "2026-03-02T10:00:00Z",
        "end_time": "2026-03-02T10:00:03Z",
        "level": "ERROR",
        "input": "Where is my order?",
    }
    warehouse = connected_project.run(
        {
            "langfuse": {
                "observations_v2": [
                    root,
                    root
                    | {
                        "span_id": "hand-over",
                        "parent_span_id": "root",
                        "type": "TOOL",
                        "name": "transfer_to_human",
                        "level": "DEFAULT",
                    },
                ]
            }
        }
    )
    assert rows_of(
        warehouse,
        """
        select response_latency_ms, is_answered, is_error, has_escalation_request
        from fct_turns
        """,
    ) == [(None, False, True, True)]
    assert rows_of(
        warehouse, "select conversation_id, is_escalated, count_turns from fct_sessions"
    ) == [("orders", True, 1)]


def test_without_a_user_a_conversation_is_an_actor_of_its_own(connected_project):
    nobody = TRACE | {"user_id": None}
    warehouse = connected_project.run(
        {
            "langfuse": {
                "traces": [
                    nobody,
                    nobody | {"id": "again", "timestamp": "2026-03-02T10:02:00Z"},
                    nobody | {"id": "elsewhere", "session_id": None},
                    nobody | {"id": None},
                ]
            }
        }
    )
    assert rows_of(
        warehouse,
        "select conversation_id, count_turns, is_identified from fct_sessions",
    ) == [("orders", 2, False), (None, 1, False)]
    assert rows_of(
        warehouse, "select quarantine_reason from fct_quarantined_events"
    ) == [("missing_event_id",)]


# ---------------------------------------------------------------- real exports


@pytest.fixture(scope="module")
def real(connected_project: ConnectedProject):
    """Twenty traces of agent frameworks, as a loader of the API lands them."""
    archive = DATA / "langfuse_traces" / "framework-traces.tar.xz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not there")
    tables: dict[str, list] = {"traces": [], "observations": [], "scores": []}
    with tarfile.open(archive) as files:
        for member in sorted(files.getmembers(), key=lambda member: member.name):
            if not member.name.endswith(".trace.json"):
                continue
            file = files.extractfile(member)
            assert file is not None
            content = json.load(file)
            trace = content.get("trace", content)
            for table in ("observations", "scores"):
                rows = content.get(table) or trace.get(table) or []
                tables[table] += [snake_cased(row) for row in rows]
            tables["traces"].append(
                {
                    name: value
                    for name, value in snake_cased(trace).items()
                    if name not in tables and name != "corrections"
                }
            )
    return connected_project.run({"langfuse": tables}), tables


def snake_cased(row: dict) -> dict:
    return {
        re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(): value
        for name, value in row.items()
    }


def test_nothing_of_the_real_exports_is_lost(real):
    warehouse, tables = real
    assert {name: len(rows) for name, rows in tables.items()} == {
        "traces": 20,
        "observations": 138,
        "scores": 24,
    }
    assert rows_of(
        warehouse,
        """
        select record_table, sum(count_records) from rpt_source_ledger
        where record_fate <> 'lost'
        group by record_table
        """,
    ) == [("observations", 138), ("scores", 24), ("traces", 20)]
    assert rows_of(warehouse, "select count(*) from fct_quarantined_events") == [(0,)]
    # Three observations and a trace are in the exports twice.
    assert rows_of(
        warehouse, "select count(*), count(turn_id) from fct_evaluations"
    ) == [(24, 24)]
    assert rows_of(warehouse, "select count(*) from fct_turns") == [
        (len({row["id"] for row in tables["traces"]}),)
    ]


def test_spellings_of_models_are_those_of_the_seed(real):
    warehouse, tables = real
    spelled = {row["model"] for row in tables["observations"] if row.get("model")}
    assert len(spelled) == 12
    names = rows_of(
        warehouse,
        """
        select distinct coalesce(seed.model_name, given.spelling)
        from (
            select regexp_replace(lower(model_name), '^.*/', '') as spelling
            from stg_langfuse__observations
            where model_name is not null
        ) as given
        left join model_spellings as seed on given.spelling = seed.model_spelling
        """,
    )
    assert [name for (name,) in names] == [
        "claude-sonnet-4-5",
        "gemini-2.0-flash",
        "gemini-2.5-flash",
        "gpt-4.1",
        "gpt-4o",
        "gpt-4o-mini",
        "gpt-5",
        "gpt-5-mini",
    ]
    assert rows_of(
        warehouse,
        """
        select bool_and(model_name in (
            'claude-sonnet-4-5', 'gemini-2.0-flash', 'gemini-2.5-flash', 'gpt-4.1',
            'gpt-4o', 'gpt-4o-mini', 'gpt-5', 'gpt-5-mini'
        )), count(model_name)
        from fct_turns
        """,
    ) == [(True, 19)]
