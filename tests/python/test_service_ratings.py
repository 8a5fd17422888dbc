"""Ratings at a desk find the session of the assistant, of several sources at once."""

import pytest

from connected_project import ConnectedProject, rows_of

SYNCED = {"_fivetran_synced": "2026-03-10 06:00:00", "_fivetran_active": True}
ANN, BOB, CLEO, KIM = "370319212353", "370319212399", "370319212401", "403957960093"

TRACE = {
    "id": "first",
    "timestamp": "2026-03-02T09:00:00Z",
    "user_id": "ann",
    "session_id": "orders",
    "input": "Where is my order?",
    "output": "On its way.",
    "updated_at": "2026-03-02T12:00:00Z",
}
TICKET = SYNCED | {"id": 501, "requester_id": ANN, "created_at": "2026-03-02 10:00:00"}
COMMENT = SYNCED | {
    "id": 1,
    "ticket_id": 501,
    "user_id": ANN,
    "body": "It is not on its way.",
    "created": "2026-03-02 10:00:00",
}
SCORE = SYNCED | {
    "ticket_id": 501,
    "field_name": "satisfaction_score",
    "value": "offered",
    "updated": "2026-03-03 08:00:00",
}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    """An assistant that is traced by Langfuse, and two desks behind it."""
    return connected_project.run(
        {
            "langfuse": {
                "traces": [
                    TRACE,
                    TRACE | {"id": "last", "timestamp": "2026-03-02T09:40:00Z"},
                    # While the ticket is open, and of no help with why it is.
                    TRACE | {"id": "after", "timestamp": "2026-03-02T10:30:00Z"},
                    TRACE
                    | {
                        "id": "days_before",
                        "user_id": "bob",
                        "session_id": "bobs",
                        "timestamp": "2026-03-01T09:59:00Z",
                    },
                    # Nobody is named; the conversation is handed on.
                    TRACE
                    | {
                        "id": "handed_on",
                        "user_id": None,
                        "session_id": "thread",
                        "timestamp": "2026-03-02T08:00:00Z",
                    },
                    TRACE
                    | {
                        "id": "elsewhere",
                        "user_id": "cleo",
                        "session_id": "cleos",
                        "timestamp": "2026-03-02T09:55:00Z",
                    },
                ]
            },
            "zendesk": {
                "user": [
                    SYNCED | {"id": number, "external_id": name, "role": "end-user"}
                    for number, name in ((ANN, "ann"), (BOB, "bob"), (CLEO, "cleo"))
                ],
                "ticket": [
                    TICKET,
                    TICKET | {"id": 502, "requester_id": BOB},
                    TICKET | {"id": 503, "requester_id": CLEO},
                ],
                "ticket_comment": [
                    COMMENT,
                    COMMENT | {"id": 2, "ticket_id": 502, "user_id": BOB},
                    COMMENT | {"id": 3, "ticket_id": 503, "user_id": CLEO},
                ],
                "ticket_chat": [
                    SYNCED
                    | {"chat_id": "c", "ticket_id": 503, "conversation_id": "thread"}
                ],
                "ticket_field_history": [
                    SCORE,
                    SCORE | {"value": "good", "updated": "2026-03-04 08:00:00"},
                    SCORE
                    | {
                        "field_name": "satisfaction_comment",
                        "value": "Fast.",
                        "updated": "2026-03-04 08:00:00",
                    },
                    SCORE | {"value": "bad", "updated": "2026-03-05 08:00:00"},
                    SCORE | {"ticket_id": 502, "value": "good"},
                    SCORE | {"ticket_id": 503, "value": "bad"},
                ],
            },
            "intercom": {
                "contact_history": [SYNCED | {"id": "5f72", "external_id": "ann"}],
                "conversation_history": [
                    SYNCED
                    | {
                        "id": 100,
                        "created_at": "2026-03-02 09:50:00",
                        "updated_at": "2026-03-02 11:00:00",
                        "source_body": "Hello?",
                        "source_author_id": "5f72",
                        "source_author_type": "user",
                        "conversation_rating_value": 4,
                    }
                ],
            },
        }
    )


RATINGS = """
    select
        ratings.source_name, ratings.conversation_id, ratings.feedback_value,
        ratings.previous_feedback_value, ratings.is_current, ratings.match_basis,
        sessions.source_name, sessions.conversation_id,
        strftime(sessions.started_at, '%H:%M')
    from fct_service_ratings as ratings
    left join fct_sessions as sessions
        on ratings.matched_session_id = sessions.session_id
"""


def test_a_rating_at_a_desk_finds_the_session_before_it(warehouse):
    assert rows_of(warehouse, RATINGS) == [
        # At 9:50 ten minutes after the last session; the ticket is of the same, too,
        # for what began at the other desk in between is no session of an assistant.
        (
            *("intercom", "100", 4.0, None, True),
            *("requester_and_time", "langfuse", "orders", "09:40"),
        ),
        (
            *("zendesk", "501", 0.0, 1.0, True),
            *("requester_and_time", "langfuse", "orders", "09:40"),
        ),
        (
            *("zendesk", "501", 1.0, None, False),
            *("requester_and_time", "langfuse", "orders", "09:40"),
        ),
        # Bob was there 24 hours and a minute before.
        ("zendesk", "502", 1.0, None, True, None, None, None, None),
        # Of one conversation, though Cleo was with the assistant five minutes before.
        (
            *("zendesk", "thread", 0.0, None, True),
            *("conversation", "langfuse", "thread", "08:00"),
        ),
    ]


def test_good_that_becomes_bad_is_not_bad_that_becomes_good(warehouse):
    """Offered, good, bad: read from the last to the first, it would be the reverse."""
    assert rows_of(
        warehouse,
        """
        select
            count(*) filter (previous_feedback_value = 1 and feedback_value = 0),
            count(*) filter (previous_feedback_value = 0 and feedback_value = 1)
        from fct_service_ratings
        """,
    ) == [(1, 0)]


def test_a_rating_at_a_desk_is_no_rating_of_the_matched_session(warehouse):
    assert rows_of(
        warehouse,
        """
        select count(*), count(*) filter (has_feedback) from fct_sessions
        where source_name = 'langfuse'
        """,
    ) == [(6, 0)]
    assert rows_of(
        warehouse,
        """
        select count(*) from fct_service_ratings
        inner join fct_feedback using (feedback_id, session_id, feedback_value)
        """,
    ) == [(5,)]
