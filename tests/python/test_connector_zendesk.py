"""Zendesk Support as Fivetran lands it: tickets, comments, chats and field history."""

import hashlib

import pytest

from connected_project import ConnectedProject, rows_of

SYNCED = {"_fivetran_synced": "2026-03-10 06:00:00"}
ANN, BOB, KIM, BOT = "370319212353", "370319212399", "403957960093", "403958466973"

TICKET = SYNCED | {
    "id": 501,
    "requester_id": int(ANN),
    "via_channel": "email",
    "status": "solved",
    "created_at": "2026-03-02 10:00:00",
}
COMMENT = SYNCED | {
    "id": 9001,
    "ticket_id": 501,
    "user_id": int(ANN),
    "body": "Where is my order?",
    "public": True,
    "created": "2026-03-02 10:00:00",
}
SCORE = SYNCED | {
    "ticket_id": 501,
    "field_name": "satisfaction_score",
    "value": "offered",
    "updated": "2026-03-03 14:00:00",
    "user_id": -1,
}
REMARK = SCORE | {"field_name": "satisfaction_comment"}
CHAT = SYNCED | {"chat_id": "c1", "ticket_id": 502, "conversation_id": "thread"}
SAID = SYNCED | {
    "chat_id": "c1",
    "created_at": "2026-03-02 10:00:00.000",
    "actor_id": ANN,
    "chat_index": 0,
    "message": "Hi, my parcel?",
    "message_id": "m1",
    "original_message": {"author": {"type": "USER"}, "source": {"type": "web"}},
    "type": "ChatMessage",
}


def answered(actor: str, source: str) -> dict:
    return {
        "actor_id": actor,
        "message": "Let me see.",
        "original_message": {
            "author": {"type": "BUSINESS"},
            "source": {"type": source},
        },
    }


@pytest.fixture(scope="module")
def desk(connected_project: ConnectedProject):
    """Mail over a day, messaging over two tickets, and what is no interaction."""
    return connected_project.run(
        {
            "zendesk": {
                "user": [
                    SYNCED | {"id": int(ANN), "external_id": "ann", "role": "end-user"},
                    SYNCED | {"id": int(BOB), "external_id": "", "role": "end-user"},
                    SYNCED | {"id": int(KIM), "role": "agent"},
                    SYNCED | {"id": int(BOT), "role": "admin"},
                ],
                "ticket": [
                    TICKET,
                    TICKET | {"id": 502, "via_channel": "native_messaging"},
                    TICKET | {"id": 503, "via_channel": "native_messaging"},
                    TICKET | {"id": 504, "status": "deleted"},
                    TICKET | {"id": 505, "requester_id": 77},
                    TICKET
                    | {
                        "id": 599,
                        "requester_id": int(BOB),
                        "_fivetran_synced": "2026-03-20 12:00:00",
                    },
                ],
                "ticket_comment": [
                    COMMENT,
                    COMMENT
                    | {
                        "id": 9002,
                        "user_id": int(KIM),
                        "public": False,
                        "created": "2026-03-02 10:20:00",
                    },
                    COMMENT
                    | {
                        "id": 9003,
                        "user_id": int(KIM),
                        "body": "On its way.",
                        "created": "2026-03-02 14:00:00",
                    },
                    COMMENT | {"id": 9004, "ticket_id": 504},
                    # Bob is copied in on what somebody else asks.
                    COMMENT | {"id": 9005, "ticket_id": 505, "user_id": int(BOB)},
                    # Of nobody who is known.
                    COMMENT | {"id": 9006, "ticket_id": 505, "user_id": 88},
                    COMMENT | {"id": None, "ticket_id": 505, "user_id": int(BOB)},
                    COMMENT
                    | {
                        "id": 9007,
                        "ticket_id": 505,
                        "user_id": int(KIM),
                        "_fivetran_deleted": True,
                    },
                    # Of another day, so that the sessions before are over.
                    COMMENT
                    | {
                        "id": 9099,
                        "ticket_id": 599,
                        "user_id": int(BOB),
                        "created": "2026-03-20 11:50:00",
                    },
                ],
                "ticket_chat": [
                    CHAT,
                    CHAT | {"chat_id": "c2", "ticket_id": 503},
                ],
                "ticket_chat_event": [
                    SAID,
                    SAID
                    | answered(f"agent:{BOT}", "zd:answerBot")
                    | {"message_id": "m2", "created_at": "2026-03-02 10:00:05.000"},
                    # The status of a message has its id.
                    SAID
                    | {
                        "type": "ChatMessageStatus",
                        "created_at": "2026-03-02 10:00:06.000",
                    },
                    SAID
                    | {
                        "message": "TALK TO A HUMAN",
                        "message_id": "m3",
                        "created_at": "2026-03-02 10:01:00.000",
                    },
                    SAID
                    | {
                        "actor_id": "__trigger",
                        "original_message": None,
                        "message": "All our agents are busy.",
                        "message_id": "m4",
                        "created_at": "2026-03-02 10:01:30.000",
                    },
                    SAID
                    | {
                        "type": "ChatJoin",
                        "actor_id": f"agent:{KIM}",
                        "original_message": None,
                        "message": None,
                        "message_id": None,
                        "created_at": "2026-03-02 10:02:00.000",
                    },
                    SAID
                    | answered(KIM, "zd:agentWorkspace")
                    | {"message_id": "m5", "created_at": "2026-03-02 10:03:00.000"},
                    # The next ticket of the conversation shows what was said before.
                    SAID
                    | {
                        "chat_id": "c2",
                        "is_history_context": True,
                        "created_at": "2026-03-03 10:00:00.000",
                    },
                    SAID
                    | {
                        "chat_id": "c2",
                        "message": "And the other one?",
                        "message_id": "m6",
                        "created_at": "2026-03-03 10:00:00.000",
                    },
                    # An agent without a number.
                    SAID
                    | answered("agent:", "zd:agentWorkspace")
                    | {
                        "chat_id": "c2",
                        "message_id": "m7",
                        "created_at": "2026-03-03 10:00:30.000",
                    },
                    # Of nobody at all.
                    SAID
                    | {
                        "actor_id": "",
                        "original_message": None,
                        "message_id": "m8",
                        "created_at": "2026-03-03 10:00:40.000",
                    },
                ],
                "ticket_field_history": [
                    SCORE | {"value": "unoffered", "updated": "2026-03-02 10:00:00"},
                    SCORE,
                    SCORE | {"value": "good", "updated": "2026-03-04 08:00:00"},
                    REMARK | {"value": "Fast.", "updated": "2026-03-04 08:00:00"},
                    SCORE | {"value": "bad", "updated": "2026-03-05 09:00:00"},
                    # Only the comment has changed.
                    SCORE | {"value": "bad", "updated": "2026-03-05 09:05:00"},
                    REMARK | {"value": "It broke.", "updated": "2026-03-05 09:05:00"},
                    SCORE | {"field_name": "status", "value": "solved"},
                    # Of the tickets of one conversation each has its own rating.
                    SCORE
                    | {
                        "ticket_id": 502,
                        "value": "good",
                        "updated": "2026-03-02 12:00:00",
                    },
                    SCORE
                    | {
                        "ticket_id": 503,
                        "value": "bad",
                        "updated": "2026-03-04 12:00:00",
                    },
                    SCORE | {"ticket_id": 504, "value": "good"},
                    SCORE | {"ticket_id": 505, "value": "superb"},
                ],
            }
        }
    )


def test_a_ticket_is_a_session_however_long_the_answer_takes(desk):
    assert rows_of(
        desk,
        """
        select
            conversation_id,
            strftime(started_at, '%d %H:%M'), strftime(ended_at, '%d %H:%M'),
            count_turns, count_answered_turns, channel, session_outcome, is_escalated,
            has_survey_shown, has_survey_response
        from fct_sessions
        """,
    ) == [
        # Asked at 10, answered at 14: 30 minutes would part the two.
        ("501", "02 10:00", "02 14:00", 1, 1, "email", "escalated", True, True, True),
        # Bob alone wrote: nobody has answered.
        (
            *("505", "02 10:00", "02 10:00", 1, 0, "email"),
            *("abandoned", False, False, False),
        ),
        ("599", "20 11:50", "20 11:50", 1, 0, "email", "open", False, False, False),
        (
            *("thread", "02 10:00", "02 10:03", 2, 2, "native_messaging"),
            *("escalated", True, False, False),
        ),
        (
            *("thread", "03 10:00", "03 10:00", 1, 1, "native_messaging"),
            *("escalated", True, False, False),
        ),
    ]


def test_an_answer_of_the_bot_is_the_assistants(desk):
    """Latencies: mail 4 h; the bot 5 s, a human 2 min; and 30 s in the next ticket."""
    assert rows_of(
        desk,
        """
        select fct_sessions.conversation_id, turn_number, response_latency_ms
        from fct_turns
        inner join fct_sessions using (session_id)
        where is_answered
        """,
    ) == [
        ("501", 1, 14_400_000.0),
        ("thread", 1, 30_000.0),
        ("thread", 1, 5_000.0),
        ("thread", 2, 120_000.0),
    ]
    assert rows_of(
        desk,
        """
        select role, event_name, count(*) from int_events
        where conversation_id = 'thread' and event_name <> 'feedback_given'
        group by all
        """,
    ) == [
        ("assistant", "response_generated", 1),
        ("human_agent", "escalation_accepted", 1),
        ("human_agent", "response_generated", 2),
        # The message that the second ticket shows again is one.
        ("user", "message_sent", 3),
    ]


def test_each_change_of_a_score_is_a_rating_and_a_repeated_one_is_none(desk):
    assert rows_of(
        desk,
        """
        select
            conversation_id, occurred_at::date::varchar, feedback_kind, feedback_value,
            feedback_scale_max, feedback_target, is_current, session_id is not null
        from fct_feedback
        """,
    ) == [
        ("501", "2026-03-04", "csat", 1.0, 1.0, "session", False, True),
        ("501", "2026-03-04", "free", None, None, "session", False, True),
        ("501", "2026-03-05", "csat", 0.0, 1.0, "session", True, True),
        ("501", "2026-03-05", "free", None, None, "session", True, True),
        ("thread", "2026-03-02", "csat", 1.0, 1.0, "session", True, True),
        ("thread", "2026-03-04", "csat", 0.0, 1.0, "session", True, True),
    ]


def test_a_requester_is_known_by_the_id_that_the_desk_was_told(desk):
    ann, bob = (
        hashlib.md5(f"user:{user}".encode()).hexdigest() for user in ("ann", BOB)
    )
    assert rows_of(
        desk, "select conversation_id, actor_id, is_identified from fct_sessions"
    ) == [
        ("501", ann, True),
        # Who is copied in is a user of his own.
        ("505", bob, True),
        ("599", bob, True),
        ("thread", ann, True),
        ("thread", ann, True),
    ]
    # Who answers, and what is rated, is of the requester.
    assert rows_of(
        desk,
        """
        select distinct conversation_id, actor_id from int_events
        where role = 'human_agent' or event_name in ('survey_shown', 'feedback_given')
        """,
    ) == [("501", ann), ("thread", ann)]


def test_what_cannot_be_told_is_quarantined_by_what_it_says(desk):
    assert rows_of(
        desk,
        """
        select event_id, quarantine_reason, source_event_name
        from fct_quarantined_events
        """,
    ) == [
        (
            *("505:satisfaction_score:2026-03-03T14:00:00.000000",),
            *("unknown_event_name", "satisfaction_score superb"),
        ),
        ("chat:m8", "unknown_event_name", "chatmessage by unknown"),
        ("comment:9006", "unknown_event_name", "comment by unknown"),
        (None, "missing_event_id", "comment by end-user"),
    ]


def test_every_row_is_accounted_for(desk):
    assert rows_of(
        desk,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'zendesk'
        """,
    ) == [
        ("ticket", "container", 5),
        ("ticket", "deleted", 1),
        ("ticket_chat", "container", 2),
        ("ticket_chat_event", "automated", 1),
        # m1, m2, m3, m5, m6, m7, the join, and m8 in quarantine.
        ("ticket_chat_event", "event", 8),
        ("ticket_chat_event", "other_signal", 1),
        ("ticket_chat_event", "repeated", 1),
        # 9001, 9003, 9005, 9006, 9099 and the one without an id.
        ("ticket_comment", "deleted", 2),
        ("ticket_comment", "event", 6),
        ("ticket_comment", "internal", 1),
        ("ticket_field_history", "deleted", 1),
        # Offered, good, bad and two remarks; two other tickets; an unknown word.
        ("ticket_field_history", "event", 8),
        ("ticket_field_history", "other_signal", 2),
        ("ticket_field_history", "repeated", 1),
        ("user", "lookup", 4),
    ]


def test_without_a_ticket_a_comment_is_of_an_actor_of_its_own(connected_project):
    """Nobody is answered then; the score, which names nobody either, is of the same."""
    warehouse = connected_project.run(
        {
            "zendesk": {
                "user": [SYNCED | {"id": int(KIM), "role": "agent"}],
                "ticket": [TICKET | {"id": 502}],
                "ticket_comment": [COMMENT | {"user_id": int(KIM)}],
                "ticket_field_history": [SCORE | {"value": "bad"}],
            }
        }
    )
    nobody = hashlib.md5(b"anonymous:501").hexdigest()
    assert rows_of(warehouse, "select conversation_id, actor_id from fct_sessions") == [
        ("501", nobody)
    ]
    assert rows_of(
        warehouse,
        "select actor_id, feedback_value, session_id is null from fct_feedback",
    ) == [(nobody, 0.0, False)]


def test_of_versions_the_last_counts_and_a_chat_of_two_tickets_is_of_one(
    connected_project,
):
    """A loader that appends repeats rows; the chat went on as another ticket."""
    before = {"_fivetran_synced": "2026-03-09 06:00:00"}
    warehouse = connected_project.run(
        {
            "zendesk": {
                "user": [
                    SYNCED | {"id": ANN, "external_id": "ann", "role": "end-user"},
                    before | {"id": ANN, "external_id": "anna", "role": "agent"},
                    SYNCED | {"id": KIM, "role": "agent"},
                ],
                "ticket": [
                    TICKET,
                    TICKET | before | {"requester_id": BOB},
                    TICKET | {"id": 502},
                    TICKET | {"id": 503},
                ],
                "ticket_comment": [
                    COMMENT | {"public": None},
                    COMMENT | before | {"body": "Where", "public": False},
                ],
                "ticket_chat": [
                    CHAT | before,
                    CHAT | {"ticket_id": 503},
                    # A chat that is no messaging, of a ticket that has one that is.
                    CHAT | {"chat_id": "c3", "ticket_id": 503, "conversation_id": None},
                ],
                "ticket_chat_event": [SAID, SAID],
            }
        }
    )
    ann = hashlib.md5(b"user:ann").hexdigest()
    assert rows_of(
        warehouse,
        """
        select conversation_id, source_session_id, event_name, role, actor_id
        from int_events
        """,
    ) == [
        ("501", "501", "message_sent", "user", ann),
        ("thread", "503", "message_sent", "user", ann),
    ]
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where record_fate in ('superseded', 'repeated', 'lost')
        """,
    ) == [
        ("ticket", "superseded", 1),
        ("ticket_chat_event", "repeated", 1),
        ("ticket_comment", "superseded", 1),
        ("user", "superseded", 1),
    ]
