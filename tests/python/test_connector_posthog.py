"""PostHog: events of a batch export, of an assistant among those of its product."""

import json

import pytest

from connected_project import ConnectedProject, rows_of

DAY = "2026-03-02"


def capture(name: str, time: str, *, user: str = "ann", **properties) -> dict:
    """An event as a batch export has it; `trace` and such for `$ai_trace_id`."""
    own = {
        f"$ai_{key}" if not key.startswith("_") else f"${key[1:]}": value
        for key, value in properties.items()
    }
    return {
        "uuid": f"{name.replace(' ', '-')}@{time}",
        "event": name,
        "distinct_id": user,
        "timestamp": time if "T" in time else f"{DAY}T{time}Z",
        "inserted_at": f"{DAY}T12:00:00Z" if "T" not in time else time,
        # The visit of a browser, which is no conversation.
        "properties": json.dumps(own | {"$session_id": f"visit at {time}"}),
    }


def said(*messages: object) -> list:
    """The history as a call of a model gets it: the user and the assistant in turns."""
    roles = ["user", "assistant"]
    return [{"role": "system", "content": "Be kind."}] + [
        {"role": roles[place % 2], "content": content}
        for place, content in enumerate(messages)
    ]


WHERE = {"trace_id": "where", "session_id": "orders"}
AGAIN = {"trace_id": "again", "session_id": "orders"}

# A call that asks for a tool, the tool, and a call that answers. A capture is sent when
# what it tells of is over: this turn began at 10:00:00 and took 4 seconds.
TURN = [
    capture(
        "$ai_generation",
        "10:00:02",
        **WHERE,
        latency=1.5,
        model="gpt-4o-mini",
        input=said("Where is my order?"),
        input_tokens=150,
        output_tokens=20,
        total_cost_usd=0.01,
    ),
    capture(
        "$ai_span",
        "10:00:02.250",
        **WHERE,
        span_name="track_parcel",
        span_type="tool",
        latency=0.25,
        is_error=True,
    ),
    # A step around them, which has their cost and their tokens again.
    capture(
        "$ai_span",
        "10:00:03.990",
        **WHERE,
        span_name="agent",
        latency=3.9,
        input_tokens=350,
        output_tokens=80,
        total_cost_usd=0.03,
    ),
    # Numbers as texts, as some SDKs send them. 2.5 seconds after the turn began.
    capture(
        "$ai_generation",
        "10:00:04",
        **WHERE,
        latency="1.5",
        time_to_first_token="0.4",
        model="openai/gpt-4o-2024-08-06",
        input=said("Where is my order?"),
        output_choices=[{"role": "assistant", "content": "On its way."}],
        input_tokens="200",
        output_tokens="60",
        total_cost_usd="0.02",
        is_error="false",
    ),
    capture("$ai_trace", "10:00:04.000", **WHERE, latency=4, is_error=False),
]
# Without an event of the trace: PostHog makes one up of what there is.
REPEATED = capture(
    "$ai_generation",
    "10:02:03",
    **AGAIN,
    latency=3,
    model="gpt-4o",
    input=said(
        "Where is my order?",
        "On its way.",
        [{"type": "text", "text": "where is my order"}],
    ),
)
# Of another day, so that the sessions of the first are over.
LATER = capture("$ai_trace", "2026-03-04T10:00:00Z", user="bob", trace_id="later")

SURVEY = {"_survey_id": "helpful", **WHERE}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A conversation of two turns, and all that may be said of it."""
    evaluation = {"trace_id": "where", "evaluation_runtime": "llm_judge"}
    return connected_project.run(
        {
            "posthog": {
                "events": [
                    *TURN,
                    # Exported twice.
                    TURN[0],
                    REPEATED,
                    LATER,
                    # Shown again with each visit of the page.
                    capture("survey shown", "10:00:05", **SURVEY),
                    capture("survey shown", "10:01:05", **SURVEY),
                    # The library sends all answers again with each further one. The
                    # browser does not know the user: the trace does.
                    capture(
                        "survey sent",
                        "10:01:10",
                        user="device",
                        **SURVEY,
                        _survey_submission_id="first",
                        _survey_questions=[
                            {"id": "q1", "question": "Helpful?", "response": "2"},
                            {"id": "q2", "question": "Why?", "response": None},
                        ],
                        _survey_response_q1="2",
                        _survey_completed=False,
                    ),
                    capture(
                        "survey sent",
                        "10:01:20",
                        user="device",
                        **SURVEY,
                        _survey_submission_id="first",
                        _survey_questions=[
                            {"id": "q1", "question": "Helpful?", "response": "2"},
                            {"id": "q2", "question": "Why?", "response": "Not so."},
                        ],
                        _survey_response_q1="2",
                        _survey_response_q2="Not so.",
                        _survey_completed=True,
                    ),
                    # By hand: one capture for each question.
                    capture(
                        "survey sent",
                        "10:03:00",
                        **AGAIN,
                        _survey_id="helpful",
                        _survey_response_q1=1,
                        _survey_submission_id="second",
                    ),
                    capture(
                        "survey sent",
                        "10:03:10",
                        **AGAIN,
                        _survey_id="helpful",
                        _survey_response_q2='Better, "at last".',
                        _survey_submission_id="second",
                    ),
                    # A second question is no thumb, and nobody knows its scale.
                    capture(
                        "survey sent",
                        "10:03:20",
                        **AGAIN,
                        _survey_id="helpful",
                        _survey_response_1="5",
                        _survey_submission_id="second",
                    ),
                    # Of the product, not of its assistant.
                    capture(
                        "survey sent", "10:03:30", _survey_id="nps", _survey_response=9
                    ),
                    capture("$pageview", "10:03:40"),
                    capture("$ai_metric", "10:04:00", **AGAIN, metric_name="quality")
                    | {
                        "properties": json.dumps(
                            {
                                "$ai_trace_id": "again",
                                "$ai_metric_name": "quality",
                                "$ai_metric_value": "bad",
                            }
                        )
                    },
                    capture(
                        "$ai_metric",
                        "10:04:10",
                        **AGAIN,
                        metric_name="csat",
                        metric_value="2",
                    ),
                    capture(
                        "$ai_metric",
                        "10:04:20",
                        **AGAIN,
                        metric_name="sparkle",
                        metric_value="1",
                    ),
                    capture(
                        "$ai_metric",
                        "10:04:30",
                        **AGAIN,
                        metric_name="relevance",
                        metric_value="0.8",
                    ),
                    capture("$ai_feedback", "10:04:40", **AGAIN, feedback_text="Fine."),
                    # True is an answer without hallucinations.
                    capture(
                        "$ai_evaluation",
                        "10:05:00",
                        **evaluation,
                        evaluation_id="the evaluator",
                        evaluation_name="Hallucination",
                        evaluation_result=True,
                        target_event_id="call",
                    ),
                    capture(
                        "$ai_evaluation",
                        "10:05:10",
                        **evaluation,
                        evaluation_id="the evaluator",
                        evaluation_name="Hallucination",
                        evaluation_result=False,
                    ),
                    capture(
                        "$ai_evaluation",
                        "10:05:20",
                        **evaluation,
                        evaluation_name="Helpfulness",
                        evaluation_applicable=False,
                    ),
                    capture(
                        "$ai_evaluation",
                        "10:05:30",
                        **evaluation | {"evaluation_runtime": "hog"},
                        evaluation_name="Helpfulness",
                        evaluation_numeric_result=0,
                    ),
                    # By OpenTelemetry: the result is the label.
                    capture(
                        "$ai_evaluation",
                        "10:05:40",
                        **evaluation | {"evaluation_runtime": "otel"},
                        evaluation_name="correctness",
                        evaluation_result="pass",
                        evaluation_score_label="pass",
                        evaluation_score_value=0.9,
                    ),
                    capture(
                        "$ai_evaluation",
                        "10:05:50",
                        **evaluation,
                        evaluation_name="Brand voice",
                        evaluation_result=True,
                    ),
                    # What PostHog says of traces, and what is no turn of anybody.
                    capture("$ai_tag", "10:06:00", **WHERE),
                    capture("$ai_embedding", "10:06:10", trace_id="index"),
                    capture("$ai_embedding", "10:00:01", **WHERE, total_cost_usd=0.005),
                    # Not in the documentation of PostHog.
                    capture("$ai_sparkle", "10:06:20", **WHERE),
                    capture("$ai_generation", "10:06:30", latency=1),
                ]
            }
        }
    )


def test_a_trace_is_one_turn_however_many_calls_it_has(whole):
    assert rows_of(
        whole,
        """
        select
            model_name, model_version, response_latency_ms, time_to_first_token_ms,
            input_tokens, output_tokens, round(cost_usd, 6), count_tool_calls, is_error,
            is_answered, submitted_at::text
        from fct_turns
        where cost_usd is not null
        """,
    ) == [
        (
            # Of the last call, whose first token came 2.9 seconds after the question.
            *("gpt-4o", "gpt-4o-2024-08-06", 4000.0, 2900.0),
            # Of the two calls and what was embedded for them, not of the step.
            *(350, 80, 0.035, 1),
            # An error of a tool is one of its turn.
            *(True, True, "2026-03-02 10:00:00"),
        )
    ]


def test_the_question_is_the_last_thing_that_the_user_said(whole):
    """Each call has the whole conversation: that would repeat nothing, ever."""
    assert rows_of(
        whole,
        """
        select turn_number, is_rephrased, response_latency_ms, submitted_at::text
        from fct_turns inner join fct_sessions using (session_id)
        where conversation_id = 'orders'
        """,
    ) == [
        (1, False, 4000.0, "2026-03-02 10:00:00"),
        (2, True, 3000.0, "2026-03-02 10:02:00"),
    ]


def test_a_conversation_is_the_session_of_the_assistant_and_not_the_visit(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, count_turns, is_identified, is_escalated, is_resolved,
            session_outcome, has_survey_shown
        from fct_sessions
        where not is_open
        """,
    ) == [
        # Of the last turn the last thumb is down.
        ("orders", 2, True, False, False, "unresolved", True)
    ]


def test_a_thumb_is_1_for_up_and_2_for_down_and_counts_once(whole):
    assert rows_of(
        whole,
        """
        select
            event_id, feedback_kind, feedback_value, feedback_scale_max, is_current,
            turn_id is not null
        from fct_feedback
        """,
    ) == [
        # Of a number from 1 to 5 a 2 is no thumb.
        ("$ai_feedback@10:04:40", "free", None, None, True, True),
        ("$ai_metric@10:04:00", "thumbs", 0.0, 1.0, True, True),
        ("$ai_metric@10:04:10", "csat", 2.0, 5.0, True, True),
        ("first:q1", "thumbs", 0.0, 1.0, True, True),
        ("first:q2", "free", None, None, True, True),
        # Rated anew a minute later, by the metric.
        ("second:q1", "thumbs", 1.0, 1.0, False, True),
        ("second:q2", "free", None, None, False, True),
    ]


def test_an_evaluation_is_worth_what_its_name_says(whole):
    assert rows_of(
        whole,
        """
        select
            source_evaluation_id, score_name, score_value, better_direction,
            evaluator_kind, score_label, target_id, turn_id is not null
        from fct_evaluations
        """,
    ) == [
        (
            *("$ai_evaluation@10:05:00", "hallucination", 1.0, "higher", "llm_judge"),
            *(None, "call", True),
        ),
        (
            *("$ai_evaluation@10:05:10", "hallucination", 0.0, "higher", "llm_judge"),
            *(None, "where", True),
        ),
        # A result of 0 is one.
        (
            *("$ai_evaluation@10:05:30", "helpfulness", 0.0, "higher", "code"),
            *(None, "where", True),
        ),
        (
            *("$ai_evaluation@10:05:40", "correctness", 0.9, "higher", "llm_judge"),
            *("pass", "where", True),
        ),
        (
            *("$ai_metric@10:04:30", "relevance", 0.8, "higher", "llm_judge"),
            *(None, "again", True),
        ),
    ]


def test_what_nobody_knows_of_the_assistant_is_quarantined(whole):
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        ("$ai_metric@10:04:20", "unknown_feedback_kind", "sparkle 1"),
        ("$ai_sparkle@10:06:20", "unknown_event_name", "$ai_sparkle"),
        ("second:2", "unknown_feedback_kind", "survey question 2 5"),
        (None, "missing_event_id", None),
    ]
    assert rows_of(
        whole,
        """
        select evaluation_id, score_name, quarantine_reason
        from fct_quarantined_evaluations
        """,
    ) == [("$ai_evaluation@10:05:50", "brand voice", "unknown_score_name")]


def test_every_event_of_the_product_is_accounted_for(whole):
    assert rows_of(
        whole, "select record_fate, count_records from rpt_source_ledger"
    ) == [
        # Five results and a metric that no user gives.
        ("evaluation", 6),
        # Three traces and a tool, a survey shown, four captures of answers, three
        # metrics and a comment; one of an unknown name and one without a trace.
        ("event", 15),
        ("not_applicable", 1),
        ("other_event", 2),
        ("other_signal", 2),
        # Two calls, a step and what was embedded.
        ("part_of_turn", 4),
        ("repeated", 1),
        # The export's second copy, and the first of two submissions.
        ("superseded", 2),
    ]


@pytest.fixture(scope="module")
def others(connected_project: ConnectedProject):
    """Traces by OpenTelemetry, without a user, in error and without inputs."""
    nobody = {"session_id": "visitor", "latency": 1}
    return connected_project.run(
        {
            "posthog": {
                "events": [
                    # A span has the time at which it began, not the one of its end.
                    capture(
                        "$ai_generation",
                        "10:00:00",
                        trace_id="span",
                        session_id="otel",
                        latency=2,
                        ingestion_source="otel",
                    ),
                    # Without an id of the user SDKs give that of the trace.
                    capture(
                        "$ai_generation", "10:00:02", user="t1", trace_id="t1", **nobody
                    ),
                    capture(
                        "$ai_generation", "10:05:02", user="t2", trace_id="t2", **nobody
                    ),
                    # A browser has an id of its own, and says that it knows nobody.
                    capture(
                        "$ai_generation",
                        "10:05:02.1",
                        user="device",
                        trace_id="t3",
                        _is_identified=False,
                    ),
                    # The first try failed, the second did not; the other way round.
                    *(
                        capture(
                            "$ai_generation",
                            f"10:0{minute}:{second}0",
                            user="eve",
                            trace_id=trace,
                            is_error=is_error,
                            input="What now?",
                        )
                        for trace, minute, first in (
                            ("good", 1, True),
                            ("bad", 3, False),
                        )
                        for second, is_error in ((1, first), (2, not first))
                    ),
                    LATER,
                ]
            }
        }
    )


def test_of_opentelemetry_a_time_is_the_beginning(others):
    assert rows_of(
        others,
        """
        select submitted_at::text, answered_at::text, response_latency_ms
        from fct_turns inner join fct_sessions using (session_id)
        where conversation_id = 'otel'
        """,
    ) == [("2026-03-02 10:00:00", "2026-03-02 10:00:02", 2000.0)]


def test_the_id_of_a_trace_is_no_user(others):
    assert rows_of(
        others,
        """
        select conversation_id, count_turns, is_identified from fct_sessions
        where not is_identified
        """,
    ) == [("visitor", 2, False), (None, 1, False)]


def test_without_a_trace_of_its_own_the_last_call_says_whether_it_failed(others):
    assert rows_of(
        others,
        """
        select submitted_at::text, is_answered, is_error from fct_turns
        where is_error or submitted_at::text like '%10:01%'
        """,
    ) == [
        ("2026-03-02 10:01:10", True, False),
        ("2026-03-02 10:03:10", False, True),
    ]
