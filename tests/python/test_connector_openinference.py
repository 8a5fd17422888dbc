"""OpenInference: spans and annotations of Phoenix, and attributes as OTLP has them."""

import pytest

from connected_project import ConnectedProject, rows_of

# A trace of one question: an agent, two calls of a model around a tool, and what an
# instrumentation adds to it.
AGENT = {
    "id": 1,
    "trace_rowid": 10,
    "span_id": "agent",
    "parent_id": None,
    "name": "support",
    "span_kind": "AGENT",
    "start_time": "2026-03-02T10:00:00+00:00",
    "end_time": "2026-03-02T10:00:04+00:00",
    "status_code": "OK",
    "attributes": {
        "openinference": {"span": {"kind": "AGENT"}},
        "input": {"value": "Where is my order?"},
        "output": {"value": "On its way."},
        "session": {"id": "orders"},
        "user": {"id": "ann"},
        # As some frameworks repeat it on the span around the calls.
        "llm": {"token_count": {"prompt": 300, "completion": 50}},
    },
    "events": [],
    "cumulative_llm_token_count_prompt": 999,
    "llm_token_count_prompt": 300,
    "llm_token_count_completion": 50,
}
FIRST_CALL = AGENT | {
    "id": 2,
    "span_id": "first-call",
    "parent_id": "agent",
    "name": "ChatCompletion",
    "span_kind": "LLM",
    "start_time": "2026-03-02T10:00:00.100+00:00",
    "end_time": "2026-03-02T10:00:01+00:00",
    "attributes": {
        "llm": {
            "model_name": "gpt-4o",
            "response": {"model_name": "gpt-4o-2024-08-06"},
            "cost": {"total": 0.01},
        },
        # The whole history, which makes no turn of it.
        "input": {"value": '{"messages": [{"role": "user"}, {"role": "user"}]}'},
    },
    "llm_token_count_prompt": 100,
    "llm_token_count_completion": 20,
}
# The call again, by the instrumentation of the client under the framework.
CLIENT_CALL = FIRST_CALL | {"id": 3, "span_id": "client", "parent_id": "first-call"}
TOOL = AGENT | {
    "id": 4,
    "span_id": "lookup",
    "parent_id": "agent",
    "name": "run_tool",
    "span_kind": "TOOL",
    "start_time": "2026-03-02T10:00:01+00:00",
    "end_time": "2026-03-02T10:00:01.250+00:00",
    "attributes": {"tool": {"name": "track_parcel"}},
    "llm_token_count_prompt": None,
    "llm_token_count_completion": None,
}
LAST_CALL = FIRST_CALL | {
    "id": 5,
    "span_id": "last-call",
    "start_time": "2026-03-02T10:00:02+00:00",
    "end_time": "2026-03-02T10:00:03.900+00:00",
    "attributes": {
        "llm": {
            "model_name": "gpt-5-2025-08-07",
            "prompt_template": {"version": "v3"},
            "cost": {"total": 0.02},
        }
    },
    "events": [
        {"name": "exception", "timestamp": "2026-03-02T10:00:02.100+00:00"},
        {
            "name": "First Token Stream Event",
            "timestamp": "2026-03-02T10:00:02.500+00:00",
        },
    ],
    "llm_token_count_prompt": 200,
    "llm_token_count_completion": 30,
}
# Judges' own traces and the indexing of documents are no turns.
JUDGE = AGENT | {
    "id": 6,
    "trace_rowid": 11,
    "span_id": "judge",
    "span_kind": "EVALUATOR",
    "attributes": {"input": {"value": "Is this answer right?"}},
}
JUDGES_CALL = FIRST_CALL | {
    "id": 7,
    "trace_rowid": 11,
    "span_id": "judges-call",
    "parent_id": "judge",
}
INDEXING = JUDGE | {
    "id": 8,
    "trace_rowid": 12,
    "span_id": "indexing",
    "span_kind": "EMBEDDING",
}
# Of another day, so that the sessions before it are over.
LATER = AGENT | {
    "id": 9,
    "trace_rowid": 19,
    "span_id": "later",
    "start_time": "2026-03-04T10:00:00+00:00",
    "end_time": "2026-03-04T10:00:01+00:00",
    "attributes": {"user": {"id": "bob"}, "session": {"id": "other"}},
}
ANNOTATION = {
    "id": 1,
    "span_rowid": 1,
    "name": "user feedback",
    "label": "thumbs-up",
    "score": 1,
    "explanation": None,
    "metadata": {},
    "annotator_kind": "HUMAN",
    "created_at": "2026-03-02T10:05:00+00:00",
    "updated_at": "2026-03-02T10:05:00+00:00",
    "identifier": "",
    "source": "API",
    "user_id": None,
}
JUDGED = ANNOTATION | {"annotator_kind": "LLM", "label": None, "name": "correctness"}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A trace as Phoenix keeps it, and annotations of every table and origin."""
    of_trace = {"span_rowid": None, "trace_rowid": 10}
    of_session = {"span_rowid": None, "project_session_id": 7}
    return connected_project.run(
        {
            "openinference": {
                "spans": [
                    AGENT,
                    FIRST_CALL,
                    CLIENT_CALL,
                    TOOL,
                    LAST_CALL,
                    JUDGE,
                    JUDGES_CALL,
                    INDEXING,
                    LATER,
                    # Loaded twice.
                    TOOL,
                    AGENT | {"id": 90, "span_id": None},
                ],
                "project_sessions": [
                    {
                        "id": 7,
                        "session_id": "orders",
                        "start_time": AGENT["start_time"],
                        "end_time": AGENT["end_time"],
                    }
                ],
                "span_annotations": [
                    # A rating that the next one overwrites, and one that is another
                    # person's; a later load has both rows of the first.
                    ANNOTATION,
                    ANNOTATION
                    | {
                        "id": 2,
                        "label": "thumbs-down",
                        "score": 0,
                        "updated_at": "2026-03-02T10:06:00+00:00",
                    },
                    ANNOTATION
                    | {
                        "id": 3,
                        "identifier": "second",
                        "updated_at": "2026-03-02T10:04:00+00:00",
                    },
                    ANNOTATION
                    | {
                        "id": 4,
                        "name": "comment",
                        "label": None,
                        "score": None,
                        "explanation": "Could be faster.",
                    },
                    ANNOTATION | {"id": 5, "name": "sparkle", "label": None},
                    # By an expert, in the app of Phoenix; and by a name that no user
                    # gives, through the API.
                    ANNOTATION
                    | {"id": 6, "name": "resolved", "source": "APP", "label": None}
                    | {"score": 0},
                    ANNOTATION
                    | {"id": 7, "name": "helpfulness", "score": 0.5, "label": None},
                    JUDGED | {"id": 8, "score": 0.25, "identifier": "judge-v2"},
                    JUDGED | {"id": 9, "name": "vibes"},
                    JUDGED | {"id": 10, "name": "toxicity", "score": 7},
                    # Of a span that nobody has.
                    ANNOTATION | {"id": 11, "span_rowid": 404},
                ],
                "trace_annotations": [
                    JUDGED
                    | of_trace
                    | {"id": 1, "annotator_kind": "CODE", "name": "conciseness"},
                ],
                "document_annotations": [
                    JUDGED | {"id": 1, "document_position": 0, "name": "relevance"},
                    JUDGED
                    | {
                        "id": 2,
                        "document_position": 1,
                        "name": "relevance",
                        "score": 0,
                    },
                    ANNOTATION
                    | {"id": 3, "document_position": 1, "name": "relevance"}
                    | {"updated_at": "2026-03-02T10:04:00+00:00"},
                    ANNOTATION | {"id": 4, "document_position": 2},
                ],
                "project_session_annotations": [
                    ANNOTATION
                    | of_session
                    | {"id": 1, "name": "csat", "score": 4, "label": None},
                ],
            }
        }
    )


def test_a_trace_is_one_turn_however_many_spans_it_has(whole):
    assert rows_of(
        whole,
        """
        select
            model_name, prompt_version, response_latency_ms, time_to_first_token_ms,
            input_tokens, output_tokens, round(cost_usd, 9), count_tool_calls,
            is_answered, is_error
        from fct_turns
        where model_name is not null
        """,
    ) == [
        (
            *("gpt-5", "v3", 4000.0, 2500.0),
            # Of the two calls, neither of the agent nor of the client within the first.
            *(300, 50, 0.03, 1, True, False),
        )
    ]
    assert rows_of(whole, "select count(*) from fct_turns") == [(2,)]


def test_ratings_of_users_are_feedback_and_the_latest_of_a_name_counts(whole):
    assert rows_of(
        whole,
        """
        select
            feedback_kind, feedback_value, feedback_target, is_current,
            session_id is not null, turn_id is not null
        from fct_feedback
        """,
    ) == [
        ("csat", 4.0, "session", True, True, False),
        ("free", None, "message", True, True, True),
        # The thumb of 10:06 has taken the place of that of 10:05; another identifier is
        # another rating, here of the same turn and earlier.
        ("thumbs", 0.0, "message", True, True, True),
        ("thumbs", 1.0, "message", False, True, True),
    ]


def test_scores_of_judges_reviewers_and_programs_are_evaluations(whole):
    assert rows_of(
        whole,
        """
        select
            evaluator_kind, evaluator_name, score_name, score_value, target_kind,
            target_id, turn_id is not null
        from fct_evaluations
        """,
    ) == [
        ("code", "conciseness", "conciseness", 1.0, "message", "10", True),
        ("llm_judge", "judge-v2", "correctness", 0.25, "message", "agent", True),
        ("llm_judge", "relevance", "relevance", 0.0, "message", "agent", True),
        ("llm_judge", "relevance", "relevance", 1.0, "message", "agent", True),
        ("reviewer", "helpfulness", "helpfulness", 0.5, "message", "agent", True),
        ("reviewer", "resolved", "resolved", 0.0, "message", "agent", True),
        # A thumb on a document is not one on the answer.
        ("reviewer", "user feedback", "user feedback", 1.0, "message", "agent", True),
    ]


def test_the_word_of_a_reviewer_decides_on_the_resolution(whole):
    assert rows_of(
        whole,
        """
        select
            is_identified, count_turns, is_escalated, is_resolved, session_outcome
        from fct_sessions
        where conversation_id = 'orders'
        """,
    ) == [(True, 1, False, False, "unresolved")]


def test_what_cannot_be_used_is_quarantined_by_its_reason(whole):
    assert rows_of(
        whole,
        "select quarantine_reason, rejected_value from fct_quarantined_events",
    ) == [
        ("missing_event_id", None),
        ("no_actor", None),
        ("unknown_feedback_kind", "sparkle 1"),
    ]
    assert rows_of(
        whole,
        "select score_name, quarantine_reason from fct_quarantined_evaluations",
    ) == [
        ("toxicity", "value_out_of_scale"),
        ("vibes", "unknown_score_name"),
    ]


def test_every_row_of_the_tables_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        # The person's word on the document at 1 was overwritten by the judge's.
        ("document_annotations", "evaluation", 3),
        ("document_annotations", "superseded", 1),
        ("project_session_annotations", "event", 1),
        ("project_sessions", "container", 1),
        ("span_annotations", "evaluation", 5),
        ("span_annotations", "event", 5),
        ("span_annotations", "superseded", 1),
        # The agents, the tool and the span without an id.
        ("spans", "event", 4),
        ("spans", "other_signal", 3),
        ("spans", "part_of_turn", 3),
        ("spans", "superseded", 1),
        ("trace_annotations", "evaluation", 1),
    ]


# ------------------------------------------------------- feedback in attributes

ASKED = {
    "trace_id": "t1",
    "span_id": "chain",
    "parent_id": None,
    "name": "chat",
    "start_time": "2026-03-02T10:00:00Z",
    "end_time": "2026-03-02T10:00:02Z",
    "status_code": "OK",
    "attributes": {
        "openinference.span.kind": "CHAIN",
        "input.value": "Where is my order?",
        "output.value": "On its way.",
        "session.id": "orders",
    },
}
ANSWERED = ASKED | {
    "span_id": "call",
    "parent_id": "chain",
    "attributes": {
        "openinference.span.kind": "LLM",
        "llm.model_name": "gpt-4o",
        "llm.token_count.prompt": 10,
        "llm.token_count.completion": 5,
    },
}


def with_attributes(span: dict, **attributes: object) -> dict:
    """A span with more attributes, of which `__` stands for a dot."""
    more = {name.replace("__", "."): value for name, value in attributes.items()}
    return span | {"attributes": span["attributes"] | more}


def annotated(span: dict, prefix: str, word: str, *results: dict) -> dict:
    """A span with feedback in dotted names, as OTLP has to have it."""
    return span | {
        "attributes": span["attributes"]
        | {
            f"{prefix}.{place}.{word}.{field}": value
            for place, result in enumerate(results)
            for field, value in result.items()
        }
    }


@pytest.fixture(scope="module")
def inline(connected_project: ConnectedProject):
    """Exports with dotted attributes, and feedback that spans carry."""
    human = {"name": "user_feedback", "annotator_kind": "HUMAN"}
    coherence = {"name": "helpfulness", "score": 0.75, "annotator_kind": "LLM"}
    chain = annotated(
        ASKED,
        "annotations",
        "annotation",
        human | {"label": "thumbs_up", "score": 1},
        {"name": "correctness", "score": 1, "annotator_kind": "LLM"},
        {"name": "csat", "score": 9, "annotator_kind": "HUMAN"},
    )
    call = annotated(
        ANSWERED,
        "evaluations",
        "evaluation",
        {"name": "hallucination", "score": 0.1, "annotator_kind": "CODE"},
    )
    carrier = ASKED | {
        "trace_id": "t2",
        "start_time": "2026-03-02T10:09:00Z",
        "end_time": "2026-03-02T10:09:00Z",
        "attributes": {"openinference.span.kind": "CHAIN"},
    }
    return connected_project.run(
        {
            "openinference": {
                "spans": [
                    # Of the trace and of the session, and said by every span.
                    *(
                        annotated(
                            annotated(
                                span, "trace.annotations", "annotation", coherence
                            ),
                            "session.evaluations",
                            "evaluation",
                            coherence | {"name": "groundedness"},
                        )
                        for span in (
                            with_attributes(chain, session__id="orders"),
                            with_attributes(call, session__id="orders"),
                        )
                    ),
                    # The user thought better of it, after the trace was over.
                    annotated(
                        carrier
                        | {
                            "span_id": "regret",
                            "links": [{"trace_id": "t1", "span_id": "chain"}],
                        },
                        "annotations",
                        "annotation",
                        human | {"label": "thumbs_down", "score": 0},
                    ),
                    annotated(
                        with_attributes(carrier, session__id="orders")
                        | {"span_id": "survey", "trace_id": "t3"},
                        "session.annotations",
                        "annotation",
                        {"name": "csat", "score": 5, "annotator_kind": "HUMAN"},
                    ),
                    # Nested, as Phoenix has it, by a judge with a span of its own; two
                    # links are of none.
                    ASKED
                    | {
                        "trace_id": "t4",
                        "span_id": "verdict",
                        "links": [{"spanId": "chain"}],
                        "attributes": {
                            "openinference": {"span": {"kind": "EVALUATOR"}},
                            "evaluations": [
                                {"evaluation": {"name": "toxicity", "score": 0}},
                                {"evaluation.name": "relevance", "evaluation.score": 1},
                            ],
                        },
                    },
                    ASKED
                    | {
                        "trace_id": "t5",
                        "span_id": "torn",
                        "links": [{"span_id": "chain"}, {"span_id": "call"}],
                        "attributes": {
                            "openinference": {"span": {"kind": "EVALUATOR"}},
                            "annotations": [
                                {"annotation": {"name": "toxicity", "label": "none"}}
                            ],
                        },
                    },
                    # The root is of a web server, and the next is a call alone.
                    ASKED
                    | {
                        "trace_id": "t6",
                        "span_id": "request",
                        "start_time": "2026-03-02T10:12:00Z",
                        "end_time": "2026-03-02T10:12:05Z",
                        "attributes": {"session.id": "orders"},
                    },
                    ASKED
                    | {
                        "trace_id": "t6",
                        "span_id": "agent",
                        "parent_id": "request",
                        "start_time": "2026-03-02T10:12:01Z",
                        "end_time": "2026-03-02T10:12:04Z",
                        "status_code": "ERROR",
                        "attributes": {
                            "openinference.span.kind": "AGENT",
                            "input.value": "Is it?",
                        },
                    },
                    ANSWERED
                    | {
                        "trace_id": "t7",
                        "span_id": "lone-call",
                        "parent_id": None,
                        "start_time": "2026-03-02T10:20:00Z",
                        "end_time": "2026-03-02T10:20:01Z",
                    },
                    ASKED
                    | {
                        "trace_id": "t8",
                        "span_id": "health-check",
                        "attributes": {"http.method": "GET"},
                    },
                    ASKED
                    | {
                        "trace_id": "t9",
                        "span_id": "later",
                        "start_time": "2026-03-04T10:00:00Z",
                        "end_time": "2026-03-04T10:00:01Z",
                    },
                ],
            }
        }
    )


def test_traces_are_turns_whatever_their_root_is(inline):
    assert rows_of(
        inline,
        """
        select
            sessions.conversation_id, turns.model_name, turns.input_tokens,
            turns.response_latency_ms, turns.is_error, sessions.session_outcome
        from fct_turns as turns
        inner join fct_sessions as sessions using (session_id)
        """,
    ) == [
        # The next turn failed, so the session was abandoned.
        ("orders", "gpt-4o", 10, 2000.0, False, "abandoned"),
        # Of another day in the same conversation.
        ("orders", None, None, 1000.0, False, "open"),
        # The request of the web server, told by its agent.
        ("orders", None, None, None, True, "abandoned"),
        # A call alone, in no session: an actor and a conversation of its own.
        (None, "gpt-4o", 10, 1000.0, False, "resolved"),
    ]


def test_feedback_in_attributes_is_of_what_it_says(inline):
    assert rows_of(
        inline,
        """
        select
            feedback_kind, feedback_value, feedback_target, turn_id is not null,
            strftime(occurred_at, '%H:%M')
        from fct_feedback
        """,
    ) == [
        ("csat", 5.0, "session", False, "10:09"),
        ("thumbs", 0.0, "message", True, "10:09"),
    ]
    assert rows_of(
        inline,
        """
        select
            evaluator_kind, score_name, score_value, target_kind, target_id,
            turn_id is not null, session_id is not null
        from fct_evaluations
        """,
    ) == [
        ("code", "hallucination", 0.1, "message", "call", True, True),
        ("llm_judge", "correctness", 1.0, "message", "chain", True, True),
        # Said by two spans, of one session and of one trace.
        ("llm_judge", "groundedness", 0.75, "session", "orders", False, True),
        ("llm_judge", "helpfulness", 0.75, "message", "t1", True, True),
        # Who judged it is in the seed.
        ("llm_judge", "relevance", 1.0, "message", "chain", True, True),
        ("llm_judge", "toxicity", 0.0, "message", "chain", True, True),
        ("llm_judge", "toxicity", None, "message", "torn", False, False),
    ]
    assert rows_of(
        inline, "select quarantine_reason, rejected_value from fct_quarantined_events"
    ) == [("value_out_of_scale", "csat 9")]


def test_spans_that_carry_feedback_are_counted_as_what_they_carry(inline):
    assert rows_of(
        inline,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        # The call's and the two judges'.
        ("spans", "evaluation", 3),
        # The turns' four and two carriers.
        ("spans", "event", 6),
        ("spans", "other_signal", 1),
        ("spans", "part_of_turn", 1),
    ]
