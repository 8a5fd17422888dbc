"""Intercom as Fivetran lands it: versions of conversations, parts and contacts."""

import hashlib

import pytest

from connected_project import ConnectedProject, rows_of

SYNCED = {"_fivetran_synced": "2026-03-10 06:00:00", "_fivetran_active": True}
ANN, BOB, LEAD = "5f7295ca37f0d717d37dfddb", "5edd3869fc6d3d1112079b14", "5f19187f9c0c"
KIM = 4077639

VERSION = SYNCED | {
    "id": 100,
    "created_at": "2026-03-02 10:00:00",
    "updated_at": "2026-03-02 10:05:00",
    "source_id": 668173106,
    "source_type": "conversation",
    "source_body": "<p>Where is my order?</p>",
    "source_author_id": ANN,
    "source_author_type": "user",
    "ai_agent_source_type": "workflow",
}
PART = SYNCED | {
    "id": 7001,
    "conversation_id": 100,
    "part_type": "comment",
    "author_id": "fin",
    "author_type": "bot",
    "body": "<p>On its way.</p>",
    "created_at": "2026-03-02 10:00:04",
    "updated_at": "2026-03-02 10:00:04",
}


def part(number: int, author: str, said_at: str, **others) -> dict:
    """A part of the first conversation, unless it says another."""
    moment = f"2026-03-02 {said_at}"
    kind, _, name = author.partition(" ")
    return PART | {
        "id": number,
        "author_type": kind,
        "author_id": name,
        "created_at": moment,
        "updated_at": moment,
        **others,
    }


def began(number: int, author: str, author_type: str, **others) -> dict:
    return VERSION | {
        "id": number,
        "source_author_id": author,
        "source_author_type": author_type,
        **others,
    }


@pytest.fixture(scope="module")
def desk(connected_project: ConnectedProject):
    """Fin and a human in one conversation; others for each state of a resolution."""
    before = {"_fivetran_active": False}
    return connected_project.run(
        {
            "intercom": {
                "contact_history": [
                    SYNCED
                    | {"id": ANN, "external_id": "ann", "updated_at": "2026-03-01"},
                    SYNCED
                    | before
                    | {"id": ANN, "external_id": "anna", "updated_at": "2026-03-01"},
                    SYNCED | {"id": BOB, "external_id": "bob"},
                    SYNCED | {"id": LEAD, "external_id": None},
                ],
                "conversation_contact_history": [
                    SYNCED | {"conversation_id": 100, "contact_id": ANN},
                    # What began it was sent to Bob.
                    SYNCED | {"conversation_id": 103, "contact_id": BOB},
                    SYNCED
                    | before
                    | {"conversation_id": 103, "contact_id": "5aaaa former"},
                ],
                "conversation_history": [
                    # Fin is rated, hands over, and the whole is rated twice.
                    VERSION
                    | before
                    | {"ai_agent_resolution_state": "routed_to_team"}
                    | {"ai_agent_rating": 2, "ai_agent_rating_remark": "No."},
                    VERSION
                    | before
                    | {
                        "updated_at": "2026-03-02 15:00:00",
                        "ai_agent_resolution_state": "routed_to_team",
                        "ai_agent_rating": 2,
                        "ai_agent_rating_remark": "No.",
                        "conversation_rating_created_at": "2026-03-02 14:30:00",
                        "conversation_rating_value": 5,
                    },
                    # A later version says the same, and a remark.
                    VERSION
                    | before
                    | {
                        "updated_at": "2026-03-02 15:10:00",
                        "ai_agent_resolution_state": "routed_to_team",
                        "ai_agent_rating": 2,
                        "ai_agent_rating_remark": "No.",
                        "conversation_rating_created_at": "2026-03-02 14:30:00",
                        "conversation_rating_value": 5,
                        "conversation_rating_remark": "Kim is kind.",
                    },
                    VERSION
                    | {
                        "updated_at": "2026-03-03 09:00:00",
                        "ai_agent_resolution_state": "routed_to_team",
                        "ai_agent_rating": 2,
                        "ai_agent_rating_remark": "No.",
                        "conversation_rating_created_at": "2026-03-02 14:30:00",
                        "conversation_rating_value": 1,
                        "conversation_rating_remark": "Kim is kind.",
                    },
                    # As people read the state, where the search has no other.
                    began(101, BOB, "user")
                    | {"custom_fin_ai_agent_resolution_state": "Confirmed Resolution"},
                    began(102, LEAD, "lead")
                    | {"ai_agent_resolution_state": "assumed_resolution"},
                    began(103, KIM, "admin"),
                    began(104, BOB, "user")
                    | {
                        "custom_attributes": {
                            "Fin AI Agent resolution state": "Negative feedback"
                        },
                        "conversation_rating_value": 6,
                    },
                    began(105, BOB, "user", ai_agent_source_type="fin_preview")
                    | {"ai_agent_resolution_state": "confirmed_resolution"},
                    began(106, BOB, "user", ai_agent_resolution_state="put_off"),
                    VERSION | {"id": None},
                    began(199, BOB, "user")
                    | {
                        "created_at": "2026-03-20 11:50:00",
                        "_fivetran_synced": "2026-03-20 12:00:00",
                    },
                ],
                "conversation_part_history": [
                    PART,
                    PART | before | {"body": "<p>On</p>"},
                    part(7002, f"user {ANN}", "10:02:00", part_type="quick_reply"),
                    part(7003, "bot fin", "10:02:03"),
                    part(
                        7004, "bot fin", "10:05:00", part_type="assignment", body=None
                    ),
                    part(7005, f"admin {KIM}", "10:10:00", part_type="note"),
                    part(7006, f"admin {KIM}", "14:00:00"),
                    # Who replies opens what was closed.
                    part(7007, f"user {ANN}", "14:10:00", part_type="open"),
                    part(7008, f"admin {KIM}", "14:12:00", part_type="close"),
                    part(
                        7009, f"admin {KIM}", "14:13:00", part_type="close", body=None
                    ),
                    part(
                        7010,
                        f"user {ANN}",
                        "15:00:00",
                        part_type="conversation_rating_changed",
                        body=None,
                    ),
                    # Others answered, and one left to itself.
                    *(
                        part(
                            7100 + number, "bot fin", "10:00:04", conversation_id=number
                        )
                        for number in (101, 102, 104, 105, 106)
                    ),
                    part(7103, f"user {BOB}", "10:30:00", conversation_id=103),
                    part(7104, "", "10:31:00", conversation_id=103),
                    part(7105, f"user {LEAD}", "10:32:00", conversation_id=103),
                ],
            }
        }
    )


def test_a_conversation_is_a_session_with_the_message_that_began_it(desk):
    assert rows_of(
        desk,
        """
        select
            conversation_id, strftime(started_at, '%d %H:%M'),
            strftime(ended_at, '%d %H:%M'), count_turns, count_answered_turns, channel
        from fct_sessions
        """,
    ) == [
        ("100", "02 10:00", "02 14:12", 3, 3, "conversation"),
        ("101", "02 10:00", "02 10:00", 1, 1, "conversation"),
        ("102", "02 10:00", "02 10:00", 1, 1, "conversation"),
        # Of the outbound message that began it nothing is an interaction.
        ("103", "02 10:30", "02 10:32", 2, 0, "conversation"),
        ("104", "02 10:00", "02 10:00", 1, 1, "conversation"),
        ("106", "02 10:00", "02 10:00", 1, 1, "conversation"),
        ("199", "20 11:50", "20 11:50", 1, 0, "conversation"),
    ]


def test_what_became_of_it_is_what_somebody_has_said(desk):
    """An assumed resolution is what the answer implies, as without Fin, and no more."""
    assert rows_of(
        desk,
        """
        select conversation_id, session_outcome, resolution_basis, is_escalated
        from fct_sessions
        """,
    ) == [
        ("100", "escalated", None, True),
        ("101", "resolved", "confirmed", False),
        ("102", "resolved", "implied", False),
        ("103", "abandoned", None, False),
        ("104", "unresolved", None, False),
        ("106", "resolved", "implied", False),
        ("199", "open", None, False),
    ]


def test_bots_assist_and_the_first_word_of_staff_takes_over(desk):
    assert rows_of(
        desk,
        """
        select strftime(occurred_at, '%H:%M:%S'), event_name, role
        from int_events
        where conversation_id = '100' and event_name not in
            ('feedback_given', 'survey_shown')
        """,
    ) == [
        ("10:00:00", "message_sent", "user"),
        ("10:00:04", "response_generated", "assistant"),
        ("10:02:00", "message_sent", "user"),
        ("10:02:03", "response_generated", "assistant"),
        ("10:05:00", "escalation_requested", "user"),
        ("14:00:00", "escalation_accepted", "human_agent"),
        ("14:00:00", "response_generated", "human_agent"),
        ("14:10:00", "message_sent", "user"),
        ("14:12:00", "response_generated", "human_agent"),
    ]


def test_a_rating_is_of_the_version_that_has_it_first(desk):
    """Fin's rating is of its answers: that of the conversation does not replace it."""
    assert rows_of(
        desk,
        """
        select
            conversation_id, strftime(occurred_at, '%d %H:%M'), feedback_kind,
            feedback_value, feedback_scale_max, feedback_target, is_current
        from fct_feedback
        """,
    ) == [
        ("100", "02 10:05", "csat", 2.0, 5.0, "message", True),
        ("100", "02 10:05", "free", None, None, "message", True),
        ("100", "02 15:00", "csat", 5.0, 5.0, "session", False),
        ("100", "02 15:10", "free", None, None, "session", True),
        ("100", "03 09:00", "csat", 1.0, 5.0, "session", True),
        ("101", "02 10:05", "resolution", 1.0, 1.0, "session", True),
        ("104", "02 10:05", "resolution", 0.0, 1.0, "session", True),
    ]
    assert rows_of(
        desk,
        """
        select conversation_id, strftime(occurred_at, '%d %H:%M') from int_events
        where event_name = 'survey_shown'
        """,
    ) == [("100", "02 14:30")]


def test_a_contact_is_known_by_the_id_that_the_desk_was_told(desk):
    ann, bob, lead = (
        hashlib.md5(f"user:{user}".encode()).hexdigest()
        for user in ("ann", "bob", LEAD)
    )
    assert rows_of(
        desk,
        """
        select distinct conversation_id, actor_id from int_events
        where conversation_id in ('100', '102', '103')
        """,
    ) == [("100", ann), ("102", lead), *sorted([("103", bob), ("103", lead)])]


def test_what_cannot_be_told_is_quarantined_by_what_it_says(desk):
    assert rows_of(
        desk,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        (
            *("104:conversation_rating:2026-03-02T10:05:00.000000",),
            *("value_out_of_scale", "csat 6"),
        ),
        (
            *("106:resolution_state:2026-03-02T10:05:00.000000",),
            *("unknown_event_name", "resolution_state put_off"),
        ),
        ("part:7104", "unknown_event_name", "comment by unknown"),
        (None, "missing_event_id", None),
    ]


def test_every_row_is_accounted_for(desk):
    assert rows_of(
        desk,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'intercom'
        """,
    ) == [
        ("contact_history", "lookup", 3),
        ("contact_history", "superseded", 1),
        ("conversation_contact_history", "lookup", 3),
        # What Kim began.
        ("conversation_history", "container", 1),
        # Four versions of 100, each of which says something; 101, 102, 104, 106, 199
        # begin, and one is in quarantine without an id.
        ("conversation_history", "event", 10),
        ("conversation_history", "test_traffic", 1),
        # 7001 to 7003, 7006 to 7008, four by Fin, and three in what Kim began.
        ("conversation_part_history", "event", 13),
        ("conversation_part_history", "internal", 1),
        ("conversation_part_history", "other_signal", 3),
        ("conversation_part_history", "superseded", 1),
        ("conversation_part_history", "test_traffic", 1),
    ]


def test_a_version_that_says_nothing_new_is_superseded(connected_project):
    """Without a contact a conversation is an actor of its own, known or not."""
    warehouse = connected_project.run(
        {
            "intercom": {
                "conversation_history": [
                    VERSION | {"_fivetran_active": False, "source_author_id": None},
                    VERSION
                    | {"updated_at": "2026-03-02 10:06:00", "source_author_id": None},
                ],
                "conversation_part_history": [
                    PART,
                    PART | {"id": 7900, "conversation_id": 900},
                ],
            }
        }
    )
    assert rows_of(
        warehouse,
        """
        select record_fate, count_records from rpt_source_ledger
        where record_table = 'conversation_history'
        """,
    ) == [("event", 1), ("superseded", 1)]
    assert rows_of(
        warehouse, "select conversation_id, actor_id, is_identified from fct_sessions"
    ) == [
        (number, hashlib.md5(f"anonymous:{number}".encode()).hexdigest(), False)
        for number in ("100", "900")
    ]
