"""Segment: the tables of a warehouse, one for each event and one of all calls."""

import json

import pytest

from connected_project import ConnectedProject, rows_of

DAY = "2026-03-02"


def call(name: str, time: str, **columns) -> dict:
    """A row as a warehouse has it. The clock of the device is an hour fast."""
    slug = name.lower().replace(" ", "_")
    hour, rest = time.split(":", 1)
    return {
        "id": f"{slug}@{time}",
        "event": slug,
        "event_text": name,
        "user_id": "ann",
        "anonymous_id": "browser",
        "conversation_id": "orders",
        "original_timestamp": f"{DAY}T{int(hour) + 1}:{rest}Z",
        "timestamp": f"{DAY}T{time}Z",
        "received_at": f"{DAY}T12:00:00Z",
    } | columns


def tables_of(*rows: dict) -> dict[str, list[dict]]:
    """Each call in the table of its event, and without properties in `tracks`."""
    common = [
        *("id", "event", "event_text", "user_id", "anonymous_id"),
        *("original_timestamp", "timestamp", "received_at"),
    ]
    tables: dict[str, list[dict]] = {
        "tracks": [{name: row[name] for name in common} for row in rows]
    }
    for row in rows:
        tables.setdefault(row["event"], []).append(row)
    return tables


CALLS = [
    call("Conversation Started", "10:00:00"),
    call(
        "Message Sent",
        "10:00:01",
        message_id="m1",
        message_body="Where is my order?",
        context_app_version="7.1",
        context_locale="de-DE",
    ),
    call("Action Invoked", "10:00:02", message_id="m2", type="API", action="track"),
    # An answer that is words and a map: one turn all the same.
    call("Message Received", "10:00:04", message_id="m3", message_body="Here."),
    call("Component Loaded", "10:00:05", message_id="m4", type="Map"),
    # The name of a user's message, but the assistant's.
    call("Message Sent", "10:01:00", message_id="m5", role="ai_agent"),
    call("Message Sent", "10:02:00", message_id="m6", message_body="A human!"),
    call(
        "Message Received",
        "10:02:30",
        message_id="m7",
        message_body="Hello.",
        role="human_agent",
    ),
    call("Feedback Submitted", "10:03:00", message_id="m3", rating=5),
    call("Feedback Submitted", "10:03:10", rating="9"),
    call("Conversation Ended", "10:04:00", message_count=6),
    call(
        "Experiment Viewed",
        "09:59:00",
        conversation_id=None,
        experiment_id="prompt",
        experiment_name="Which prompt",
        variation_id="b",
        variation_name="The short one",
    ),
    # Of another day, so that the conversation of the first is over.
    call("Message Sent", "10:00:00", conversation_id="later", message_id="m1")
    | {
        "id": "later",
        "timestamp": "2026-03-04T10:00:00Z",
        "received_at": "2026-03-04T10:00:10Z",
    },
]
PRODUCT = [
    {
        name: value
        for name, value in call("Order Completed", "10:05:00").items()
        if name != "conversation_id"
    },
    # An app that is opened is no conversation, though the name is one of ours.
    call("Session Started", "10:05:10", conversation_id=None),
]


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A conversation that ends with a human, and calls of the product."""
    tables = tables_of(*CALLS)
    tables["tracks"] += PRODUCT
    # Loaded twice, as BigQuery has it.
    tables["message_received"].append(CALLS[3])
    return connected_project.run({"segment": tables})


def test_a_turn_is_a_message_with_all_that_follows_it(whole):
    assert rows_of(
        whole,
        """
        select
            turn_number, count_messages, count_tool_calls, is_answered,
            response_latency_ms, app_version, locale, submitted_at::text
        from fct_turns
        where submitted_date = '2026-03-02'
        """,
    ) == [
        # By the clock that Segment has corrected. The answer came 3 seconds later.
        (1, 1, 1, True, 3000.0, "7.1", "de-DE", "2026-03-02 10:00:01"),
        (2, 1, 0, True, 30000.0, None, None, "2026-03-02 10:02:00"),
    ]


def test_an_answer_of_a_human_is_an_escalation(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, count_turns, is_identified, is_escalated, session_outcome,
            started_at::text, ended_at::text
        from fct_sessions
        """,
    ) == [
        ("later", 1, True, False, "open", "2026-03-04 10:00:00", "2026-03-04 10:00:00"),
        # From the start to the last answer: what ends it is no part of it.
        (
            *("orders", 2, True, True, "escalated"),
            *("2026-03-02 10:00:00", "2026-03-02 10:02:30"),
        ),
    ]


def test_a_rating_waits_for_a_scale(whole):
    """The specification says that it is a number, and nothing else."""
    assert rows_of(whole, "select count(*) from fct_feedback") == [(0,)]
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        (
            *("feedback_submitted@10:03:00", "unknown_feedback_kind"),
            "message rating 5",
        ),
        (
            *("feedback_submitted@10:03:10", "unknown_feedback_kind"),
            "conversation rating 9",
        ),
    ]


def test_every_call_is_accounted_for(whole):
    assert rows_of(
        whole,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("action_invoked", "event", 1),
        ("component_loaded", "event", 1),
        ("conversation_ended", "event", 1),
        ("conversation_started", "event", 1),
        ("experiment_viewed", "event", 1),
        ("feedback_submitted", "event", 2),
        ("message_received", "event", 2),
        ("message_received", "superseded", 1),
        ("message_sent", "event", 4),
        # All that is in a table of its own, and what is of the product.
        ("tracks", "other_event", 2),
        ("tracks", "repeated", 13),
    ]


def test_an_exposure_has_the_ids_of_experiment_and_variation(whole):
    assert rows_of(
        whole,
        """
        select experiment_key, variant_key from int_events
        where event_name = 'experiment_exposed'
        """,
    ) == [("prompt", "b")]


@pytest.fixture(scope="module")
def documents(connected_project: ConnectedProject):
    """All calls in one table, with properties; seeds know ratings and orders."""

    def tracked(name: str, time: str, role: str | None = None, **properties) -> dict:
        row = call(name, time, event=name, user_id=None)
        del row["conversation_id"]
        return row | {
            # Segment's own, which is of the call.
            "message_id": row["id"],
            "role": role,
            "properties": json.dumps({"conversationId": "orders"} | properties),
        }

    return connected_project.run(
        {
            "segment": {
                "tracks": [
                    tracked("Message Sent", "10:00:00", messageId="m1"),
                    # As in an example of the specification the role is outside.
                    tracked("Message Received", "10:00:03", "agent", messageId="m2"),
                    tracked("Message Sent", "10:01:00", "customer", messageId="m3"),
                    tracked("Message Received", "10:01:03", "human_agent"),
                    tracked("Feedback Submitted", "10:02:00", messageId="m2", rating=0),
                    tracked("Feedback Submitted", "10:02:10", rating=4),
                    tracked("Order Completed", "10:03:00", revenue=20),
                    tracked("Item Viewed", "10:03:10"),
                    # The older events have another spelling.
                    tracked(
                        "Live Chat Message Received",
                        "10:04:00",
                        conversationId=None,
                        conversation_id="x",
                    ),
                    {"id": "nameless", "received_at": f"{DAY}T12:00:00Z"},
                ]
            }
        },
        {
            "score_names": [
                {
                    "source_name": "segment",
                    "score_name": f"{target} rating",
                    "feedback_kind": kind,
                    "given_by": "user",
                    "scale_min": scale_min,
                    "scale_max": scale_max,
                    "better_direction": "higher",
                }
                for target, kind, scale_min, scale_max in [
                    ("message", "thumbs", 0, 1),
                    ("conversation", "csat", 1, 5),
                ]
            ],
            "event_name_map": [
                {
                    "source_name": "segment",
                    "source_event_name": "order_completed",
                    "event_name": "goal_completed",
                }
            ],
        },
    )


def test_a_rating_is_of_the_message_it_names_on_the_scale_of_the_seed(documents):
    assert rows_of(
        documents,
        """
        select
            feedback_kind, feedback_value, feedback_scale_max, feedback_target,
            message_id, turn_number
        from fct_feedback left join fct_turns using (turn_id)
        """,
    ) == [
        ("csat", 4.0, 5.0, "session", None, None),
        # The first answer, not the last, and not what has the id of the call.
        ("thumbs", 0.0, 1.0, "message", "m2", 1),
    ]


def test_what_the_product_sees_in_a_conversation_is_its_outcome(documents):
    assert rows_of(
        documents,
        """
        select
            conversation_id, count_turns, is_identified, is_escalated,
            has_goal_completed, is_resolved
        from fct_sessions
        """,
    ) == [("orders", 2, False, True, True, True), ("x", 0, False, True, False, False)]


def test_a_call_without_a_name_is_quarantined(documents):
    assert rows_of(
        documents, "select event_id, quarantine_reason from fct_quarantined_events"
    ) == [("nameless", "missing_time")]
    assert rows_of(
        documents,
        """
        select record_fate, count_records from rpt_source_ledger
        where source_name = 'segment' and record_table = 'tracks'
        """,
    ) == [("event", 9), ("other_event", 1)]
