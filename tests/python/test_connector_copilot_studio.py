"""Copilot Studio: rows of the Dataverse table conversationtranscript."""

from datetime import UTC, datetime

import pytest

from connected_project import ConnectedProject, rows_of

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def activity(seconds: float | None, **given) -> dict:
    """Of so many seconds after ten o'clock; transcripts have whole seconds."""
    if seconds is not None:
        given["timestamp"] = int(START.timestamp() + seconds)
    return given


def said(seconds: float, role: object, name: str, **given) -> dict:
    """A message, as every channel has it; the sender of a user is hashed."""
    message = {
        "type": "message",
        "id": name,
        "channelId": "directline",
        "text": f"text of {name}",
        "from": {"id": f"hash-{role}"} | ({} if role is None else {"role": role}),
    }
    return activity(seconds, **(message | given))


def trace(seconds: float, value_type: str, **value) -> dict:
    return activity(
        seconds,
        type="trace",
        valueType=value_type,
        **{"from": {"id": "", "role": 0}},
        value=value,
    )


def row(name: str, activities: object, batch: object = 0, **given) -> dict:
    return {
        "conversationtranscriptid": f"{name}-{batch}",
        "name": f"{name}_bot",
        "conversationstarttime": "2026-03-02T10:00:00Z",
        "metadata": {"BotId": "bot", "BotName": "cr_agent", "BatchId": batch},
        "content": activities
        if activities is None or isinstance(activities, str)
        else {"activities": activities},
        "createdon": "2026-03-02T10:40:00Z",
    } | given


def exchange(name: str, **outcome) -> dict:
    """A question, its answer and how the session ended, of an unknown user."""
    return row(
        name,
        [
            said(0, 1, f"{name}-question"),
            said(2, 0, f"{name}-answer", replyToId=f"{name}-question"),
            trace(2, "SessionInfo", type="Engaged", **outcome),
        ],
    )


# A conversation of a signed-in user that was too large for a row. In the second of 6
# the answer, what was recognised and the next question all happen: the order is that of
# the batches, whatever the order of the rows.
ANN = {"id": "hash-ann", "aadObjectId": "ann", "role": 1}
FIRST_BATCH = [
    trace(0, "ConversationInfo", isDesignMode=False, locale="de-DE"),
    activity(
        0,
        type="event",
        name="startConversation",
        channelId="msteams",
        id="start",
        **{"from": ANN},
    ),
    said(0, 0, "greeting", replyToId="start"),
    said(3, 1, "where", channelId="msteams", **{"from": ANN}),
    activity(
        5,
        type="event",
        name="DynamicPlanStepFinished",
        replyToId="where",
        value={
            "taskDialogId": "agent.action.Track",
            "executionTime": "00:01:02.25",
            "state": "completed",
        },
    ),
    trace(6, "ErrorTraceData", errorCode="ConnectorRequestFailure"),
    trace(6, "IntentRecognition", intentTitle="Order status", intentScore=0.92),
    said(6, 0, "on its way", replyToId="where"),
]
SECOND_BATCH = [
    said(6, 1, "why", **{"from": {"id": "hash-ann", "role": 1}}),
    trace(7, "UnknownIntent", userQuery="why"),
    said(8, 0, "pardon", replyToId="why"),
    # On the answer before, in the double encoding of Teams.
    activity(
        9,
        type="invoke",
        name="message/submitAction",
        replyToId="on its way",
        **{"from": ANN},
        value={
            "actionName": "feedback",
            "actionValue": {
                "reaction": "dislike",
                "feedback": '{"feedbackText":"Which way?"}',
            },
        },
    ),
    trace(10, "PRRSurveyRequest"),
    trace(11, "PRRSurveyResponse", response="Yes"),
    trace(12, "CSATSurveyRequest"),
    trace(13, "CSATSurveyResponse", score=2),
    trace(
        13,
        "SessionInfo",
        type="Engaged",
        outcome="Resolved",
        impliedSuccess=False,
        csatScore=2,
    ),
]


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """Conversations of all outcomes, tests, and rows that cannot be read."""
    late = {"conversationstarttime": "2026-03-02T11:00:00Z"}
    return connected_project.run(
        {
            "copilot_studio": {
                "conversationtranscript": [
                    row("orders", SECOND_BATCH, 1),
                    # Written twice; then deleted after its 30 days.
                    row("orders", FIRST_BATCH[:3], ""),
                    row("orders", FIRST_BATCH, "", modifiedon="2026-03-02T10:50:00Z"),
                    row("orders", None, "", modifiedon="2026-04-02T10:00:00Z"),
                    row("orders", [trace(14, "VariableAssignment", name="x")], 2),
                    exchange("implied", outcome="Resolved", impliedSuccess=True),
                    exchange("unsaid", outcome="Resolved"),
                    exchange("confirmed", outcome="resolved", impliedSuccess=False),
                    exchange("handoff", outcome="HandOff", impliedSuccess=False),
                    exchange("escalated", outcome="Escalated"),
                    exchange("abandon", outcome="Abandon"),
                    exchange("abandoned", outcome="Abandoned"),
                    exchange("none", outcome="None"),
                    exchange("novel", outcome="Paused"),
                    # Nobody took over, and the session is called abandoned; but a human
                    # was asked for.
                    row(
                        "asked",
                        [
                            said(0, 1, "human"),
                            trace(1, "EscalationRequested", escalationRequestType=0),
                            said(2, 0, "nobody here", replyToId="human"),
                            trace(3, "SessionInfo", outcome="Abandoned"),
                        ],
                    ),
                    # Resumed after an hour: another row of the same name.
                    exchange("resumed", outcome="Resolved", impliedSuccess=False),
                    row(
                        "resumed",
                        [
                            said(3600, 1, "again"),
                            said(3601, 0, "yes", replyToId="again"),
                        ],
                        "later",
                        **late,
                        createdon="2026-03-02T11:31:00Z",
                    ),
                    # Its rating is told with the outcome alone, its times are finer.
                    row(
                        "harness",
                        [
                            said(0, 1, "book"),
                            activity(
                                None,
                                type="trace",
                                name="ToolCallTrace:Failed",
                                timestampMs=int(START.timestamp() * 1000) + 1500,
                                value={
                                    "toolName": "skill",
                                    "toolDisplayName": "Booking",
                                    "durationMs": 1200,
                                },
                            ),
                            activity(
                                None,
                                type="message",
                                id="booked",
                                text="Booked.",
                                timestampMs=int(START.timestamp() * 1000) + 2750,
                                **{"from": {"role": 0}},
                            ),
                            trace(3, "SessionInfo", outcome="None", csatScore=4),
                        ],
                    ),
                    # The sign of a test stands in one row of two.
                    row(
                        "test",
                        [
                            trace(0, "ConversationInfo", isDesignMode=True),
                            said(0, 1, "test message"),
                        ],
                    ),
                    row("test", [said(1, 0, "test answer")], 1),
                    row("pane", [said(0, 1, "pane message", channelId="pva-studio")]),
                    row("flow", [said(0, 1, "trigger", channelId="pva-autonomous")]),
                    row("broken", '{"activities": [{"type": "mess'),
                    row("empty", []),
                    row("strange", '{"activities": "none"}'),
                    row(
                        "odd",
                        [
                            said(0, None, "by nobody"),
                            said(0, 1, "of another age") | {"timestamp": "yesterday"},
                        ],
                    ),
                    # Of another day, so that the sessions of the first are over.
                    row(
                        "later",
                        [said(4 * 86400, 1, "hello")],
                        conversationstarttime="2026-03-06T10:00:00Z",
                        createdon="2026-03-06T10:30:00Z",
                    ),
                ],
            }
        }
    )


def test_the_rows_of_a_large_conversation_are_one_in_the_order_of_their_batches(whole):
    assert rows_of(
        whole,
        """
        select
            turn_number, intent_name, intent_confidence, is_intent_handled,
            response_latency_ms, count_tool_calls, is_error, is_thumbed_down, channel,
            locale
        from fct_turns
        where session_id = (
            select session_id from fct_sessions where conversation_id = 'orders_bot'
        )
        """,
    ) == [
        # From second 3 to 6, and from 6 to 8.
        (1, "Order status", 0.92, True, 3000.0, 1, True, True, "msteams", "de-DE"),
        (
            2,
            "unknownintent",
            None,
            False,
            2000.0,
            0,
            False,
            False,
            "directline",
            "de-DE",
        ),
    ]
    # The second batch alone does not know who signed in.
    assert rows_of(
        whole,
        """
        select count_turns, is_identified, started_at::text, session_outcome,
            resolution_basis, has_goal_completed, has_survey_shown, is_task_completed
        from fct_sessions where conversation_id = 'orders_bot'
        """,
    ) == [
        (
            *(2, True, "2026-03-02 10:00:00", "resolved"),
            *("confirmed", True, True, True),
        )
    ]


def test_an_outcome_is_what_the_seed_says_of_its_spelling(whole):
    """Of all of them the last answer stands: ours is resolved, by implication."""
    outcomes = rows_of(
        whole,
        """
        select
            conversation_id, session_outcome, resolution_basis, has_goal_completed
        from fct_sessions
        where conversation_id not in (
            'orders_bot', 'resumed_bot', 'harness_bot', 'later_bot', 'odd_bot'
        )
        """,
    )
    assert outcomes == [
        ("abandon_bot", "resolved", "implied", False),
        ("abandoned_bot", "resolved", "implied", False),
        ("asked_bot", "escalated", None, False),
        ("confirmed_bot", "resolved", "confirmed", True),
        ("escalated_bot", "escalated", None, False),
        ("handoff_bot", "escalated", None, False),
        ("implied_bot", "resolved", "implied", False),
        ("none_bot", "resolved", "implied", False),
        ("novel_bot", "resolved", "implied", False),
        ("unsaid_bot", "resolved", "implied", False),
    ]


def test_a_resumed_conversation_is_the_same_one(whole):
    assert rows_of(
        whole,
        """
        select started_at::text, count_turns, is_reopened, session_outcome
        from fct_sessions where conversation_id = 'resumed_bot'
        """,
    ) == [
        # Taken back: the user came again within a day.
        ("2026-03-02 10:00:00", 1, True, "unresolved"),
        ("2026-03-02 11:00:00", 1, False, "resolved"),
    ]


def test_surveys_and_reactions_are_feedback(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, feedback_kind, feedback_value, feedback_target, message_id,
            turn_id is not null
        from fct_feedback
        """,
    ) == [
        # Told with the outcome, since no response was recorded; of the orders, where
        # one was, the outcome repeats it.
        ("harness_bot", "csat", 4.0, "session", None, False),
        ("orders_bot", "csat", 2.0, "session", None, False),
        ("orders_bot", "resolution", 1.0, "session", None, False),
        ("orders_bot", "thumbs", 0.0, "message", "on its way", True),
    ]


def test_tools_are_told_by_plans_and_by_traces(whole):
    assert rows_of(
        whole,
        """
        select tool_name, latency_ms, is_error from stg_copilot_studio__events
        where event_name = 'tool_called'
        """,
    ) == [
        ("Booking", "1200.0", "true"),
        ("agent.action.Track", "62250.0", "false"),
    ]
    # Milliseconds where there are some; a skill is called by its own name.
    assert rows_of(
        whole,
        """
        select response_latency_ms, count_tool_calls, is_error from fct_turns
        where channel = 'directline' and count_tool_calls > 0
        """,
    ) == [(2750.0, 1, True)]


def test_tests_and_automations_are_left_out(whole):
    assert (
        rows_of(
            whole,
            "select distinct conversation_id from fct_sessions"
            " where conversation_id in ('test_bot', 'pane_bot', 'flow_bot')",
        )
        == []
    )


def test_what_nobody_knows_is_quarantined_under_its_own_name(whole):
    assert rows_of(
        whole,
        """
        select event_id, source_event_name, quarantine_reason
        from fct_quarantined_events
        """,
    ) == [
        ("broken-0", None, "missing_time"),
        ("empty-0", None, "missing_time"),
        ("novel-0:3", "outcome paused", "unknown_event_name"),
        ("odd-0:1", "message", "unknown_event_name"),
        ("odd-0:2", "message_sent", "unparseable_time"),
        ("strange-0", None, "missing_time"),
    ]


def test_every_row_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("conversationtranscript", "automation", 1),
        # 2 of the orders, 9 exchanges, asked, 2 of the resumed, harness, odd, later,
        # and 3 that cannot be read and are quarantined.
        ("conversationtranscript", "event", 20),
        ("conversationtranscript", "part_of_turn", 1),
        ("conversationtranscript", "superseded", 2),
        ("conversationtranscript", "test_traffic", 3),
    ]
