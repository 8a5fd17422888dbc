"""Snowplow: the events of an agent in the atomic events of its product."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with

DAY = "2026-03-02"
VENDOR = "com.snowplow.agent.tracking"
PREFIX = VENDOR.replace(".", "_")


def tracked(
    name: str, time: str, data: dict, entities: dict | None = None, **columns
) -> dict:
    """A row as a loader has it: the data of the event, and arrays of entities."""
    return {
        "event_id": f"{name}@{time}",
        "event_name": name,
        "event_vendor": VENDOR,
        "platform": "srv",
        # The clock of the device is an hour fast.
        "dvce_created_tstamp": f"{DAY} 11{time[2:]}",
        "derived_tstamp": f"{DAY} {time}",
        "collector_tstamp": f"{DAY} 11:59:00",
        "load_tstamp": f"{DAY} 12:00:00",
        f"unstruct_event_{PREFIX}_{name}_1": data,
        **{
            f"contexts_{PREFIX}_{entity}_1": [value]
            for entity, value in (entities or {}).items()
        },
    } | columns


def message(name: str, time: str, text: str, turn: int | None, **data) -> dict:
    """A message as a browser tracks it, which does not know the user."""
    return tracked(
        name,
        time,
        {"session_id": "orders"} | data,
        {
            "message_context": {
                "message_id": f"m {time}",
                "message_role": "user" if name == "message_sent" else "assistant",
                "message_length": len(text),
                "message_preview": text[:100],
                "conversation_turn": turn,
            }
        },
        platform="web",
        domain_userid="browser",
        domain_sessionid=f"visit {time}",
    )


def agent(invocation: str, session: str = "orders", user: str | None = "ann") -> dict:
    return {
        "agent_context": {
            "invocation_id": invocation,
            "session_id": session,
            "user_id": user,
            "model_name": "gpt-4o-2024-08-06",
            "application_version": "7.1",
        }
    }


def invocation(time: str, whose: dict, preview: str | None = None) -> dict:
    """The beginning of an invocation, as a server tracks it."""
    context = whose["agent_context"]
    return tracked(
        "agent_invocation",
        time,
        {
            "invocation_id": context["invocation_id"],
            "session_id": context["session_id"],
            "user_message_preview": preview,
        },
        whose,
    )


def step(time: str, whose: dict, number: int, tokens: tuple[int, int]) -> dict:
    return tracked(
        "agent_step",
        time,
        {
            "invocation_id": whose["agent_context"]["invocation_id"],
            "step_number": number,
            "input_tokens": tokens[0],
            "output_tokens": tokens[1],
        },
        whose,
    )


def completion(time: str, whose: dict, success: bool = True, **data) -> dict:
    return tracked(
        "agent_completion",
        time,
        {
            "invocation_id": whose["agent_context"]["invocation_id"],
            "success": success,
            "finish_reason": "stop" if success else "max_steps",
            "total_duration_ms": 2000,
            "total_tokens": 900,
        }
        | data,
        whose,
    )


def tool(
    time: str, name: str, category: str, success: bool = True, of: str = "i1"
) -> dict:
    return tracked(
        "tool_execution",
        time,
        {
            "invocation_id": of,
            "execution_duration_ms": 250,
            "success": success,
            "error_type": None if success else "Timeout",
        },
        # Without the agent: the session is that of the invocation.
        {"tool_context": {"tool_name": name, "tool_category": category}},
    )


# Two that begin alike, of which no hundred characters tell the difference.
LONG = "I have a question about an order of last week that I would like to cancel. " * 2


def server_turn(time: str, name: str, preview: str) -> list[dict]:
    """A question and its answer, of an agent without a browser."""
    whose = agent(name, session="batch", user="cleo")
    return [invocation(time, whose, preview), completion(time[:-1] + "2", whose)]


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A chat in a browser with an agent on a server, and an agent without a browser."""
    first_message = message("message_sent", "10:00:00", "Where is it?", 1)
    alone = agent("i9", session="mailbox", user="bob")
    guide = agent("t1", session="guide", user=None)
    desk = agent("h1", session="desk", user=None)
    return connected_project.run(
        {
            "snowplow": {
                "events": [
                    first_message,
                    # Delivered twice.
                    first_message | {"load_tstamp": f"{DAY} 12:00:30"},
                    # In the time of its device it was before the question.
                    invocation("10:00:00.100", agent("i1"), "Where is it?"),
                    tracked(
                        "user_intent_detected",
                        "10:00:00.500",
                        {
                            "invocation_id": "i1",
                            "intent_category": "track_order",
                            "confidence": 0.9,
                        },
                        agent("i1"),
                    ),
                    step("10:00:01", agent("i1"), 1, (100, 10)),
                    tool("10:00:01.500", "track_parcel", "business", success=False),
                    tool("10:00:01.600", "log_decision", "self_tracking"),
                    tracked(
                        "agent_decision_logged",
                        "10:00:01.700",
                        {"invocation_id": "i1", "decision_type": "tool_selection"},
                        agent("i1"),
                    ),
                    step("10:00:02", agent("i1"), 2, (150, 40)),
                    completion("10:00:02.100", agent("i1")),
                    message(
                        "message_received",
                        "10:00:03",
                        "On its way.",
                        1,
                        invocation_id="i1",
                        response_time_ms=2400,
                        tokens_used=300,
                    ),
                    # What cannot be done, told before the intent is.
                    message("message_sent", "10:01:00", LONG + "A", 2),
                    tracked(
                        "constraint_violation",
                        "10:01:01",
                        {"invocation_id": "i2", "constraint_type": "permissions"},
                        agent("i2"),
                    ),
                    tracked(
                        "user_intent_detected",
                        "10:01:02",
                        {
                            "invocation_id": "i2",
                            "intent_category": "cancel_order",
                            "confidence": 0.8,
                        },
                        agent("i2"),
                    ),
                    message(
                        "message_received",
                        "10:01:03",
                        "I cannot.",
                        2,
                        invocation_id="i2",
                        response_time_ms=3000,
                    ),
                    completion("10:01:03.500", agent("i2")),
                    # It received something, but the agent had given up.
                    message("message_sent", "10:02:00", LONG + "B", 3),
                    completion("10:02:04", agent("i3"), success=False),
                    message(
                        "message_received",
                        "10:02:05",
                        "Sorry.",
                        3,
                        invocation_id="i3",
                        response_time_ms=4000,
                    ),
                    # No browser: an invocation asks, its completion answers.
                    invocation("10:10:00", alone, "What do I owe?"),
                    tracked(
                        "constraint_violation",
                        "10:10:01",
                        {"invocation_id": "i9", "constraint_type": "budget"},
                        alone,
                    ),
                    completion(
                        *("10:10:02", alone),
                        total_duration_ms=1900,
                        final_response_length=120,
                    ),
                    # The same in other signs; and twice what goes on unseen.
                    *server_turn("10:12:00", "b1", "Where is the invoice?"),
                    *server_turn("10:13:00", "b2", "where is the INVOICE"),
                    *server_turn("10:14:00", "b3", (LONG * 4)[:500]),
                    *server_turn("10:15:00", "b4", (LONG * 4)[:500]),
                    # A browser that takes the id of the answer for the invocation's.
                    message("message_sent", "10:20:00", "Hi", None, session_id="guide"),
                    invocation("10:20:00.200", guide, "Hi"),
                    step("10:20:01", guide, 1, (80, 20)),
                    completion("10:20:02", guide, total_duration_ms=1800),
                    message(
                        *("message_received", "10:20:02.500", "Hello.", None),
                        session_id="guide",
                        invocation_id="m 10:20:02.500",
                        response_time_ms=2500,
                    ),
                    # With a tool of the agent a human is asked for.
                    message(
                        "message_sent", "10:25:00", "A person!", 1, session_id="desk"
                    ),
                    invocation("10:25:00.100", desk),
                    tool("10:25:01", "transfer_to_human", "business", of="h1"),
                    completion("10:25:02", desk),
                    message("message_sent", "10:27:00", "?", 1) | {"event_id": None},
                    # Of the vendor, but in none of its schemas.
                    tracked("agent_sparkle", "10:20:00", {}, agent("i1")),
                    tracked("page_view", "10:21:00", {}, event_vendor="com.snowplow"),
                    # The name alone is anybody's.
                    tracked("message_sent", "10:22:00", {}, event_vendor="com.chat"),
                    # Of another day, so that the sessions of the first are over.
                    message("message_sent", "10:30:00", "Hello?", 1, session_id="later")
                    | {
                        "derived_tstamp": "2026-03-04 10:00:00",
                        "load_tstamp": "2026-03-04 10:00:10",
                        "event_id": "later",
                    },
                ]
            }
        }
    )


def test_a_question_of_the_browser_is_answered_by_the_agent_of_a_server(whole):
    assert rows_of(
        whole,
        """
        select
            turn_number, model_name, response_latency_ms, input_tokens, output_tokens,
            count_messages, count_tool_calls, is_answered, is_error, submitted_at::text
        from fct_turns
        where submitted_at < '2026-03-02 10:05:00'
        """,
    ) == [
        # The tokens of both steps. The tool that the agent logs with is none; the other
        # failed.
        (
            *(1, "gpt-4o", 2400.0, 250, 50),
            *(1, 1, True, True, "2026-03-02 10:00:00"),
        ),
        (2, "gpt-4o", 3000.0, None, None, 1, 0, True, False, "2026-03-02 10:01:00"),
        # An answer of an invocation that has failed is none.
        (3, "gpt-4o", None, None, None, 1, 0, False, True, "2026-03-02 10:02:00"),
    ]


def test_what_the_agent_could_not_do_is_an_intent_that_was_not_handled(whole):
    assert rows_of(
        whole,
        """
        select turn_number, intent_name, intent_confidence, is_intent_handled
        from fct_turns
        where submitted_at < '2026-03-02 10:11:00'
        """,
    ) == [
        (1, "budget", None, False),
        (1, "track_order", 0.9, None),
        (2, "cancel_order", 0.8, False),
        (3, None, None, None),
    ]
    assert rows_of(
        whole, "select intent_name, count_unhandled_turns from rpt_unhandled_intents"
    ) == [("budget", 1), ("cancel_order", 1)]


def test_messages_that_begin_alike_are_no_repetition(whole):
    assert rows_of(
        whole,
        """
        select submitted_at::text, is_rephrased from fct_turns
        where submitted_at::text between '2026-03-02 10:01' and '2026-03-02 10:16'
        """,
    ) == [
        ("2026-03-02 10:01:00", False),
        ("2026-03-02 10:02:00", False),
        ("2026-03-02 10:10:00", False),
        ("2026-03-02 10:12:00", False),
        ("2026-03-02 10:13:00", True),
        ("2026-03-02 10:14:00", False),
        ("2026-03-02 10:15:00", False),
    ]
    # The length is known of a message all the same. LONG has 75 signs, twice.
    assert rows_of(
        whole,
        """
        select event_id, text_length from int_events
        where event_id in (
            'message_sent@10:01:00', 'message_received@10:00:03',
            'agent_completion@10:10:02', 'agent_invocation@10:10:00',
            'agent_invocation@10:14:00'
        )
        """,
    ) == [
        ("agent_completion@10:10:02", 120),
        ("agent_invocation@10:10:00", 14),
        ("agent_invocation@10:14:00", None),
        ("message_received@10:00:03", 11),
        ("message_sent@10:01:00", 151),
    ]


def test_an_answer_whose_invocation_is_unknown_is_one_of_the_turn(whole):
    """Two answers of one turn: the first that came says how long it took."""
    assert rows_of(
        whole,
        """
        select
            count_messages, response_latency_ms, input_tokens, output_tokens,
            model_name, is_answered
        from fct_turns
        where submitted_at::text = '2026-03-02 10:20:00'
        """,
    ) == [(1, 1800.0, 80, 20, "gpt-4o", True)]


def test_a_tool_that_hands_over_is_a_request_for_a_human(whole):
    assert rows_of(
        whole,
        """
        select session_outcome, is_escalated from fct_sessions
        where conversation_id = 'desk'
        """,
    ) == [("escalated", True)]


def test_a_chat_is_one_conversation_of_one_user(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, count_turns, is_identified, session_outcome, is_resolved
        from fct_sessions
        """,
    ) == [
        ("batch", 4, True, "resolved", True),
        ("desk", 1, False, "escalated", False),
        ("guide", 1, False, "resolved", True),
        ("later", 1, False, "open", False),
        ("mailbox", 1, True, "resolved", True),
        # The last question has no answer.
        ("orders", 3, True, "abandoned", False),
    ]


def test_an_invocation_is_the_question_where_no_browser_is_tracked(whole):
    assert rows_of(
        whole,
        """
        select response_latency_ms, is_answered, is_error from fct_turns
        where submitted_at::text = '2026-03-02 10:10:00'
        """,
    ) == [(1900.0, True, False)]


def test_what_no_schema_of_the_vendor_has_is_quarantined(whole):
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        ("agent_sparkle@10:20:00", "unknown_event_name", "agent_sparkle"),
        (None, "missing_event_id", None),
    ]


def test_every_event_of_the_product_is_accounted_for(whole):
    assert rows_of(
        whole, "select record_fate, count_records from rpt_source_ledger"
    ) == [
        # Of the orders three messages, three answers, two intents, a violation and a
        # tool; of the mailbox three; of the batch four times two; of the guide one
        # message and two answers; of the desk a message, a tool and an answer. Then a
        # stranger, one without an id, and the last message.
        ("event", 10 + 3 + 8 + 3 + 3 + 3),
        ("other_event", 2),
        # An invocation, two steps, a tool of its own, a decision, three completions; an
        # invocation and a step of the guide, an invocation of the desk.
        ("part_of_turn", 8 + 2 + 1),
        ("superseded", 1),
    ]


def test_no_table_holds_what_was_said_or_who_said_it(whole):
    said = ["Where is", "On its way", "ann", "bob", "cleo", "browser"]
    assert tables_with(whole, said) == []


def test_events_of_ones_own_are_mapped_where_they_are_of_the_assistant(
    connected_project,
):
    """What event_name_map has, of any vendor, if an entity of the agent is there."""
    copied = message("message_sent", "10:00:05", "On its way.", 1) | {
        "event_id": "copied",
        "event_name": "answer_copied",
        "event_vendor": "com.shop",
    }
    warehouse = connected_project.run(
        {
            "snowplow": {
                "events": [
                    message("message_sent", "10:00:00", "Where is it?", 1),
                    tracked(
                        "user_intent_detected",
                        "10:00:01",
                        {"invocation_id": "i1", "intent_category": "track_order"},
                        # The agent logs its intents with a tool.
                        agent("i1")
                        | {
                            "tool_context": {
                                "tool_name": "track_user_intent",
                                "tool_category": "self_tracking",
                            }
                        },
                    ),
                    copied,
                    copied
                    | {
                        "event_id": "elsewhere",
                        f"contexts_{PREFIX}_message_context_1": None,
                    },
                ]
            }
        },
        seed_rows={
            "event_name_map": [
                {
                    "source_name": "snowplow",
                    "source_event_name": name,
                    "event_name": event_name,
                }
                for name, event_name in [
                    ("answer_copied", "response_copied"),
                    ("tool track_user_intent", "help_requested"),
                ]
            ]
        },
    )
    assert rows_of(
        warehouse,
        "select is_copied, has_help_request, intent_name from fct_turns",
    ) == [(True, False, "track_order")]
    assert rows_of(
        warehouse, "select record_fate, count_records from rpt_source_ledger"
    ) == [("event", 3), ("other_event", 1)]
