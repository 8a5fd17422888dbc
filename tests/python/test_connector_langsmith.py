"""LangSmith: bulk exports of runs, and feedback as the API lists it."""

import pytest

from connected_project import ConnectedProject, rows_of

PROJECT_ID = "the-project"
# A trace of a graph: the root, two calls of a model around a tool. What a run cost is
# repeated in those around it.
ROOT = {
    "id": "root",
    "trace_id": "root",
    "parent_run_id": None,
    "name": "support",
    "run_type": "chain",
    "start_time": "2026-03-02T10:00:00.000000",
    "end_time": "2026-03-02T10:00:04.000000",
    "status": "success",
    "error": None,
    "inputs": {
        "messages": [
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hi."},
            {"role": "user", "content": "Where is my order?"},
        ]
    },
    "outputs": {"output": "On its way."},
    # The project, the same for everyone; the thread is in the metadata.
    "session_id": PROJECT_ID,
    "extra": {
        "metadata": {"thread_id": "orders", "user_id": "ann", "revision_id": "7.1"}
    },
    "prompt_tokens": 300,
    "completion_tokens": 50,
    "total_cost": "0.030",
    "first_token_time": None,
    "reference_example_id": None,
}
CALL = ROOT | {
    "id": "call",
    "parent_run_id": "root",
    "name": "ChatOpenAI",
    "run_type": "llm",
    "start_time": "2026-03-02T10:00:00.100000",
    "end_time": "2026-03-02T10:00:01.000000",
    "extra": {
        "metadata": {"ls_model_name": "gpt-4o-2024-08-06", "thread_id": "orders"}
    },
    "prompt_tokens": 100,
    "completion_tokens": 20,
    "total_cost": "0.010",
}
CLIENT = CALL | {"id": "client", "parent_run_id": "call"}
TOOL = ROOT | {
    "id": "lookup",
    "parent_run_id": "root",
    "name": "track_parcel",
    "run_type": "tool",
    "start_time": "2026-03-02T10:00:01.000000",
    "end_time": "2026-03-02T10:00:01.250000",
    "extra": {},
    "prompt_tokens": 0,
    "completion_tokens": 0,
    "total_cost": None,
}
LAST_CALL = CALL | {
    "id": "last-call",
    "start_time": "2026-03-02T10:00:02.000000",
    "end_time": "2026-03-02T10:00:03.900000",
    "first_token_time": "2026-03-02T10:00:02.500000",
    "extra": {
        "invocation_params": {"model": "gpt-5"},
        "metadata": {"lc_hub_commit_hash": "c0ffee"},
    },
    "prompt_tokens": 200,
    "completion_tokens": 30,
    "total_cost": "0.020",
}
# In the same project and of the same user, but in another thread.
ELSEWHERE = ROOT | {
    "id": "elsewhere",
    "trace_id": "elsewhere",
    "start_time": "2026-03-02T10:01:00.000000",
    "end_time": "2026-03-02T10:01:01.000000",
    "inputs": {"question": "Is it open?"},
    "outputs": None,
    "status": "error",
    "error": "TimeoutError()",
    "extra": {"metadata": {"conversation_id": "opening-hours", "user_id": "ann"}},
}
# In no thread, and of nobody.
NOBODY = ELSEWHERE | {"id": "nobody", "trace_id": "nobody", "status": "success"}
NOBODY |= {"error": None, "extra": {}}
EXPERIMENT = ROOT | {
    "id": "experiment",
    "trace_id": "experiment",
    "reference_example_id": "a-sample",
}
LATER = ELSEWHERE | {
    "id": "later",
    "trace_id": "later",
    "start_time": "2026-03-04T10:00:00.000000",
    "end_time": "2026-03-04T10:00:01.000000",
}
FEEDBACK = {
    "id": "thumb",
    "created_at": "2026-03-02T10:05:00.077838",
    "modified_at": "2026-03-02T10:05:00.232962",
    "session_id": PROJECT_ID,
    "run_id": "root",
    "key": "user_feedback",
    "score": 1.0,
    "value": None,
    "comment": None,
    "correction": None,
    # An account of LangSmith, by which every user's feedback is sent.
    "feedback_source": {"type": "api", "metadata": None, "user_id": "a-developer"},
}
IN_APP = FEEDBACK | {"feedback_source": {"type": "app", "user_id": "a-reviewer"}}
JUDGED = FEEDBACK | {"feedback_source": {"type": "evaluator"}}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """Traces of threads, an experiment, and feedback of every origin."""
    return connected_project.run(
        {
            "langsmith": {
                "runs": [
                    # Exported first while it was running.
                    ROOT | {"end_time": None, "outputs": None, "status": "pending"},
                    ROOT,
                    CALL,
                    CLIENT,
                    TOOL,
                    LAST_CALL,
                    ELSEWHERE,
                    NOBODY,
                    EXPERIMENT,
                    LAST_CALL
                    | {"id": "tried", "trace_id": "experiment"}
                    | {"parent_run_id": "experiment"},
                    LATER,
                    ROOT | {"id": None, "trace_id": None},
                ],
                "feedback": [
                    FEEDBACK,
                    # He changed it: the same id, modified.
                    FEEDBACK
                    | {"score": 0, "modified_at": "2026-03-02T10:06:00.000000"},
                    # On a run within the trace, with a word for the score.
                    FEEDBACK
                    | {"id": "word", "run_id": "last-call", "score": None}
                    | {"value": "thumbs_up", "modified_at": "2026-03-02T10:04:00"},
                    # A number where there is no score; a boolean for a score.
                    FEEDBACK
                    | {"id": "stars", "key": "csat", "score": None, "value": 4},
                    FEEDBACK | {"id": "said", "key": "resolved", "score": True},
                    # The right answer, by the user, and nothing else.
                    FEEDBACK
                    | {"id": "righted", "key": "note", "score": None}
                    | {"correction": {"answer": "It is lost."}},
                    FEEDBACK | {"id": "sparkling", "key": "sparkle"},
                    FEEDBACK | {"id": "astray", "run_id": "of-nobody"},
                    FEEDBACK | {"id": "by-name", "key": "correctness", "score": 0.5},
                    IN_APP | {"id": "reviewed", "key": "helpfulness", "score": 0.25},
                    IN_APP
                    | {"id": "corrected", "key": "correctness", "score": None}
                    | {"correction": {"answer": "It is lost."}},
                    JUDGED | {"id": "judged", "key": "hallucination", "score": 0},
                    JUDGED | {"id": "strange", "key": "vibes"},
                    JUDGED
                    | {"id": "sampled", "run_id": "experiment"}
                    | {"key": "correctness"},
                    FEEDBACK | {"id": "tried-out", "run_id": "experiment"},
                ],
            }
        }
    )


def test_a_trace_is_one_turn_and_costs_what_its_calls_cost(whole):
    assert rows_of(
        whole,
        """
        select
            model_name, model_version, prompt_version, app_version,
            response_latency_ms, time_to_first_token_ms, input_tokens, output_tokens,
            round(cost_usd, 9), count_tool_calls, is_answered, is_error
        from fct_turns
        where model_name is not null
        """,
    ) == [
        (
            *("gpt-5", "gpt-5", "c0ffee", "7.1", 4000.0, 2500.0),
            *(300, 50, 0.03, 1, True, False),
        )
    ]


def test_a_thread_is_a_conversation_and_a_project_is_none(whole):
    assert rows_of(
        whole,
        """
        select conversation_id, is_identified, count_turns, session_outcome
        from fct_sessions
        """,
    ) == [
        # Of two days, of which the second is the latest there is.
        ("opening-hours", True, 1, "abandoned"),
        ("opening-hours", True, 1, "open"),
        ("orders", True, 1, "resolved"),
        (None, False, 1, "resolved"),
    ]


def test_of_a_conversation_sent_along_the_last_message_is_the_users(whole):
    assert rows_of(
        whole,
        """
        select text_length from int_events
        where event_id in ('root:message', 'elsewhere:message')
        """,
    ) == [(len("Is it open?"),), (len("Where is my order?"),)]


def test_feedback_by_the_api_is_of_users(whole):
    assert rows_of(
        whole,
        """
        select
            event_id, feedback_kind, feedback_value, feedback_target, is_current,
            turn_id is not null
        from fct_feedback
        """,
    ) == [
        ("righted", "free", None, "message", True, True),
        ("said", "resolution", 1.0, "session", True, True),
        ("stars", "csat", 4.0, "session", True, True),
        # The thumb was turned down at 10:06, after the word.
        ("thumb", "thumbs", 0.0, "message", True, True),
        ("word", "thumbs", 1.0, "message", False, True),
    ]


def test_feedback_of_reviewers_and_evaluators_is_evaluations(whole):
    assert rows_of(
        whole,
        """
        select
            source_evaluation_id, evaluator_kind, score_name, score_value, target_kind,
            target_id, actor_id is not null, turn_id is not null
        from fct_evaluations
        """,
    ) == [
        ("by-name", "llm_judge", "correctness", 0.5, "message", "root", True, True),
        ("judged", "llm_judge", "hallucination", 0.0, "message", "root", True, True),
        ("reviewed", "reviewer", "helpfulness", 0.25, "message", "root", True, True),
        (
            *("sampled", "llm_judge", "correctness", 1.0, "sample", "experiment"),
            *(False, False),
        ),
    ]


def test_what_cannot_be_used_is_quarantined_by_its_reason(whole):
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        ("astray", "no_actor", None),
        ("sparkling", "unknown_feedback_kind", "sparkle 1"),
        (None, "missing_event_id", None),
    ]
    assert rows_of(
        whole,
        "select evaluation_id, quarantine_reason from fct_quarantined_evaluations",
    ) == [("strange", "unknown_score_name")]


def test_every_row_of_the_exports_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("feedback", "comment", 1),
        ("feedback", "evaluation", 5),
        ("feedback", "event", 7),
        ("feedback", "superseded", 1),
        ("feedback", "test_traffic", 1),
        # Four roots, the tool and the run without an id.
        ("runs", "event", 6),
        ("runs", "part_of_turn", 3),
        ("runs", "superseded", 1),
        ("runs", "test_traffic", 2),
    ]


def test_of_roots_alone_the_sums_are_taken(connected_project):
    warehouse = connected_project.run(
        {"langsmith": {"runs": [ROOT | {"run_type": "chain"}, LATER]}}
    )
    assert rows_of(
        warehouse,
        """
        select input_tokens, output_tokens, cost_usd, time_to_first_token_ms
        from fct_turns
        where app_version is not null
        """,
    ) == [(300, 50, 0.03, None)]
