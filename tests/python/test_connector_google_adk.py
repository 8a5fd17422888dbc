"""Google ADK: the table of the BigQuery Agent Analytics plugin."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with


def row(event_type: str, at: str, **columns: object) -> dict:
    """A row of the invocation `asked`, as versions with an event_id write it."""
    return {
        "timestamp": f"2026-03-02T10:{at}Z",
        "event_id": f"{event_type}-{at}".lower(),
        "event_type": event_type,
        "agent": "support",
        "session_id": "orders",
        "invocation_id": "asked",
        "user_id": "ann",
        "trace_id": "trace-asked",
        "span_id": "root",
        "content": {},
        "attributes": {"root_agent_name": "support"},
        "status": "OK",
    } | columns


def usage(prompt: int, candidates: int, model: str = "gemini-2.5-flash") -> dict:
    return {
        "model_version": model,
        "usage_metadata": {
            "prompt_token_count": prompt,
            "candidates_token_count": candidates,
            "total_token_count": prompt + candidates,
        },
    }


def said(text: str) -> dict:
    return {"text_summary": text}


# A question: two calls of a model around a tool, the second of which is streamed.
ASKED = [
    row("USER_MESSAGE_RECEIVED", "00:00", content=said("Where is my order?")),
    row("INVOCATION_STARTING", "00:00.010"),
    row("AGENT_STARTING", "00:00.020", content="You are a helpful agent."),
    row("LLM_REQUEST", "00:00.030", span_id="call-1", attributes={"model": "g"}),
    row(
        "LLM_RESPONSE",
        "00:01.030",
        span_id="call-1",
        attributes=usage(100, 10),
        # Not streamed: the first token is the end.
        latency_ms={"total_ms": 1000, "time_to_first_token_ms": 1000},
    ),
    row(
        "TOOL_STARTING",
        "00:01.100",
        span_id="tool",
        content={"tool": "track_parcel", "args": {}, "tool_origin": "LOCAL"},
    ),
    row(
        "TOOL_ERROR",
        "00:01.500",
        span_id="tool",
        content={"tool": "track_parcel", "args": {}, "tool_origin": "LOCAL"},
        latency_ms={"total_ms": 400},
        status="ERROR",
    ),
    # Chunks have the name of the whole, and what was used so far.
    row(
        "LLM_RESPONSE",
        "00:02.500",
        span_id="call-2",
        attributes=usage(200, 5),
        latency_ms={"total_ms": 500, "time_to_first_token_ms": 500},
    ),
    row(
        "LLM_RESPONSE",
        "00:04.000",
        span_id="call-2",
        attributes=usage(200, 30),
        latency_ms={"total_ms": 2000, "time_to_first_token_ms": 500},
    ),
    row("AGENT_RESPONSE", "00:04.010", content={"response": "On its way."}),
    row("AGENT_COMPLETED", "00:04.020", latency_ms={"total_ms": 3980}),
    row("INVOCATION_COMPLETED", "00:04.200", latency_ms={"total_ms": 4150}),
]
# An agent used as a tool: an invocation in a session of its own, in the same trace.
WITHIN = {"invocation_id": "within", "session_id": "of-the-tool"}
SUB_AGENT = [
    row("USER_MESSAGE_RECEIVED", "00:01.600", **WITHIN, content=said("look it up")),
    row(
        "LLM_RESPONSE",
        "00:01.800",
        **WITHIN,
        span_id="call-3",
        attributes=usage(40, 4, model="gemini-2.0-flash"),
        latency_ms={"total_ms": 100, "time_to_first_token_ms": 50},
    ),
    row("INVOCATION_COMPLETED", "00:01.900", **WITHIN, latency_ms={"total_ms": 300}),
]
CONFIRMED = {"invocation_id": "confirmed", "trace_id": "trace-confirmed"}
CONFIRMATION = {"tool": "adk_request_confirmation"}
# The agent asks for a confirmation and hands over to a person.
HANDED_OVER = [
    row("USER_MESSAGE_RECEIVED", "05:00", **CONFIRMED, content=said("Cancel it")),
    row("TOOL_COMPLETED", "05:01", **CONFIRMED, content=CONFIRMATION),
    row("HITL_CONFIRMATION_REQUEST", "05:01", **CONFIRMED, content=CONFIRMATION),
    row("TOOL_PAUSED", "05:01", **CONFIRMED, content=CONFIRMATION),
    row("INVOCATION_COMPLETED", "05:02", **CONFIRMED, latency_ms={"total_ms": 2000}),
    row(
        "HITL_CONFIRMATION_REQUEST_COMPLETED",
        "05:30",
        **CONFIRMED,
        content=CONFIRMATION,
    ),
    row(
        "TOOL_STARTING",
        "05:31",
        **CONFIRMED,
        span_id="transfer",
        content={
            "tool": "transfer_to_agent",
            "args": {"agent_name": "human"},
            "tool_origin": "TRANSFER_AGENT",
        },
    ),
    row(
        "TOOL_COMPLETED",
        "05:31.500",
        **CONFIRMED,
        span_id="transfer",
        content={"tool": "transfer_to_agent", "tool_origin": "TRANSFER_AGENT"},
    ),
    row("AGENT_TRANSFER", "05:31.500", **CONFIRMED, content={"to_agent": "human"}),
]
# Of another user: from one agent to another, which is no escalation, and a failure.
BILLED = {
    "invocation_id": "billed",
    "session_id": "billing",
    "user_id": "bob",
    "trace_id": "trace-billed",
}
FAILED = [
    row("USER_MESSAGE_RECEIVED", "10:00", **BILLED, content=said("Why so much?")),
    # What a model says on the way is no answer, once the next call has failed.
    row("LLM_RESPONSE", "10:00.500", **BILLED, span_id="call-0", attributes={}),
    row(
        "TOOL_STARTING",
        "10:01",
        **BILLED,
        span_id="to-billing",
        content={"tool": "transfer_to_agent", "args": {"agent_name": "billing_agent"}}
        | {"tool_origin": "TRANSFER_AGENT"},
    ),
    row(
        "TOOL_COMPLETED",
        "10:02",
        **BILLED,
        span_id="to-billing",
        content={"tool": "transfer_to_agent", "tool_origin": "TRANSFER_AGENT"},
    ),
    row("LLM_ERROR", "10:03", **BILLED, status="ERROR", error_message="429"),
]
# Kotlin logs nothing but invocations; here of nobody.
BARE = {"invocation_id": "bare", "session_id": "kotlin", "user_id": None}
BARE |= {"trace_id": None, "span_id": None, "event_id": None, "attributes": None}
INVOKED = [
    row("INVOCATION_STARTING", "20:00", **BARE),
    row("INVOCATION_COMPLETED", "20:03", **BARE),
]
# A call that fails and is tried again; then the question again, in other signs.
RETRIED = {"invocation_id": "retried", "session_id": "retries", "user_id": "cat"}
RETRIED |= {"trace_id": "trace-retried"}
AGAIN = RETRIED | {"invocation_id": "again", "trace_id": "trace-again"}
REPEATED = [
    row("USER_MESSAGE_RECEIVED", "15:00", **RETRIED, content=said("Is it sent?")),
    row("LLM_ERROR", "15:01", **RETRIED, span_id="call-4", status="ERROR"),
    row("LLM_RESPONSE", "15:02", **RETRIED, span_id="call-5", attributes=usage(7, 3)),
    row("AGENT_RESPONSE", "15:02.010", **RETRIED, content={"response": "Yes."}),
    row("USER_MESSAGE_RECEIVED", "16:00", **AGAIN, content=said("is it SENT")),
    row("AGENT_RESPONSE", "16:01", **AGAIN, content={"response": "I said so."}),
]
# What an allowlist leaves of invocations: one with a call, and one with nothing that
# says whether anybody asked or was answered.
TERSE = {"invocation_id": "terse", "session_id": "terse", "user_id": "dan"}
TERSE |= {"trace_id": None}
SILENT = TERSE | {"invocation_id": "silent"}
ALLOWED = [
    row("LLM_REQUEST", "25:00", **TERSE, span_id="call-6"),
    row("LLM_RESPONSE", "25:02", **TERSE, span_id="call-6", attributes=usage(9, 1)),
    row("STATE_DELTA", "26:00", **SILENT),
]
LATER = row("USER_MESSAGE_RECEIVED", "00:00", invocation_id="later", user_id="eve")
LATER |= {"timestamp": "2026-03-04T10:00:00Z", "session_id": "l", "trace_id": None}
LATER |= {"event_id": "later"}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    return connected_project.run(
        {
            "google_adk": {
                "agent_events": [
                    *ASKED,
                    # Written twice, with its id and without one.
                    ASKED[0],
                    *SUB_AGENT,
                    *HANDED_OVER,
                    *FAILED,
                    *INVOKED,
                    *REPEATED,
                    *ALLOWED,
                    INVOKED[1],
                    row("AGENT_DREAMT", "00:03"),
                    row(
                        "USER_MESSAGE_RECEIVED", "00:03", event_id=None, timestamp=None
                    ),
                    LATER,
                ]
            }
        }
    )


def test_an_invocation_is_one_turn_whatever_is_invoked_in_it(whole):
    assert rows_of(
        whole,
        """
        select
            model_name, response_latency_ms, time_to_first_token_ms, input_tokens,
            output_tokens, count_messages, count_tool_calls, is_answered, is_error
        from fct_turns
        where input_tokens > 100
        """,
    ) == [
        (
            # By its own clock; the first token is that of the last call, which began at
            # 2 s and said something after half a second.
            *("gemini-2.5-flash", 4150.0, 2500.0),
            # Of three calls, of which one is the sub-agent's; the tool has failed.
            *(340, 44, 1, 1, True, True),
        )
    ]


def test_sessions_are_those_of_users(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, is_identified, count_turns, has_help_request,
            is_escalated, has_error, session_outcome
        from fct_sessions
        """,
    ) == [
        ("billing", True, 1, False, False, True, "abandoned"),
        ("kotlin", False, 1, False, False, False, "resolved"),
        ("l", True, 1, False, False, False, "open"),
        ("orders", True, 2, True, True, True, "escalated"),
        # The last answer stands without a word against it.
        ("retries", True, 2, False, False, True, "resolved"),
        ("terse", True, 1, False, False, False, "resolved"),
    ]


def test_a_call_that_fails_is_no_answer(whole):
    assert rows_of(
        whole,
        """
        select sessions.conversation_id, turns.is_answered, turns.response_latency_ms
        from fct_turns as turns
        inner join fct_sessions as sessions using (session_id)
        """,
    ) == [
        ("billing", False, None),
        # Without a latency that is logged, the clock's.
        ("kotlin", True, 3000.0),
        ("l", False, None),
        ("orders", True, 2000.0),
        ("orders", True, 4150.0),
        ("retries", True, 1000.0),
        # The call before it failed, and this one did not.
        ("retries", True, 2010.0),
        # From the first row to the last one, of what was logged.
        ("terse", True, 2000.0),
    ]


def test_a_question_asked_again_is_known_by_its_letters(whole):
    assert rows_of(
        whole,
        """
        select turn_number, is_rephrased, is_error
        from fct_turns inner join fct_sessions using (session_id)
        where conversation_id = 'retries'
        """,
    ) == [(1, False, True), (2, True, False)]


def test_no_table_holds_what_is_said_or_who_says_it(whole):
    words = ["Where is", "On its way", "Cancel it", "Is it sent", "ann", "bob", "cat"]
    assert tables_with(whole, words) == []
    assert tables_with(whole, ["orders"]) != []


def test_what_cannot_be_used_is_quarantined_by_its_reason(whole):
    assert rows_of(
        whole,
        "select quarantine_reason, rejected_value from fct_quarantined_events",
    ) == [
        ("missing_event_id", None),
        ("unknown_event_name", "agent_dreamt"),
    ]


def test_every_row_of_the_table_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        # Of the first turn 3 (message, tool, end), of the second 4 (message, request,
        # transfer, end), of the third 3 (message, transfer, error), of the bare one
        # 1, of those asked again 3 and 2, of the terse one 1, the later one, and the
        # two in quarantine; 45 rows in all.
        ("agent_events", "event", 20),
        # 9, 3 of the sub-agent, 5 and 1 of the transfers, 1 beginning, 2 calls
        # before and after an error, and of the terse ones 2.
        ("agent_events", "part_of_turn", 23),
        ("agent_events", "repeated", 2),
    ]
