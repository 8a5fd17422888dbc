"""Optimizely: decisions, as the export of experimentation events writes them."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with

DECISION = {
    "uuid": "shown",
    # 2026-03-02 09:59:00.250
    "timestamp": 1772445540250,
    # A minute later.
    "process_timestamp": 1772445600250,
    "account_id": "1",
    "visitor_id": "ann",
    # Of the website, which is no session of the assistant.
    "session_id": "website",
    "campaign_id": "spring",
    "experiment_id": "tone",
    "variation_id": "warm",
    "is_holdback": False,
    "attributes": [{"id": "plan", "value": "free"}],
    "revision": "7",
}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    return connected_project.run(
        {
            "langfuse": {
                "traces": [
                    {
                        "id": "where",
                        "timestamp": "2026-03-02T10:00:00Z",
                        "user_id": "ann",
                    }
                ]
            },
            "optimizely": {
                "decisions": [
                    DECISION,
                    # Sent again by the client: the time of processing is another.
                    DECISION | {"process_timestamp": 1772445700250},
                    DECISION
                    | {"uuid": "held", "visitor_id": "bob", "is_holdback": True},
                    # Held back from nothing in particular.
                    DECISION
                    | {
                        "uuid": "withheld",
                        "visitor_id": "bob",
                        "variation_id": None,
                        "is_holdback": "true",
                    },
                    DECISION
                    | {
                        "uuid": "browser",
                        "visitor_id": "oeu1470101898133r0.04568111757824678",
                    },
                    # As a loader of the API types it.
                    DECISION
                    | {
                        "uuid": None,
                        "id": "typed",
                        "timestamp": "2026-03-02T09:59:30Z",
                        "process_timestamp": "2026-03-02T10:01:00Z",
                        "variation_id": "cool",
                    },
                    # A visitor of a campaign who is in none of its experiments.
                    DECISION
                    | {"uuid": "reach", "experiment_id": None, "variation_id": None},
                    DECISION | {"uuid": "unvaried", "variation_id": None},
                    # Good for nothing.
                    DECISION | {"uuid": None},
                    DECISION | {"uuid": "nobodys", "visitor_id": " "},
                    DECISION | {"uuid": "timeless", "timestamp": None},
                ]
            },
        }
    )


def test_a_decision_of_an_experiment_is_an_exposure(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            event_id, experiment_key, variant_key, user_id is not null,
            anonymous_id is not null, occurred_at::text, received_at::text
        from int_events
        where event_name = 'experiment_exposed'
        """,
    ) == [
        (
            *("browser", "tone", "warm", False, True),
            *("2026-03-02 09:59:00.25", "2026-03-02 10:00:00.25"),
        ),
        # Never with those who saw the variation.
        (
            *("held", "tone", "holdback", True, False),
            *("2026-03-02 09:59:00.25", "2026-03-02 10:00:00.25"),
        ),
        (
            *("shown", "tone", "warm", True, False),
            *("2026-03-02 09:59:00.25", "2026-03-02 10:00:00.25"),
        ),
        (
            *("typed", "tone", "cool", True, False),
            *("2026-03-02 09:59:30", "2026-03-02 10:01:00"),
        ),
        (
            *("withheld", "tone", "holdback", True, False),
            *("2026-03-02 09:59:00.25", "2026-03-02 10:00:00.25"),
        ),
    ]


def test_an_exposure_is_of_the_user_who_then_talks_and_opens_no_session(warehouse):
    assert rows_of(
        warehouse,
        """
        select event_id from int_events
        where
            event_name = 'experiment_exposed'
            and actor_id in (
                select actor_id from int_events where event_name = 'message_sent'
            )
        """,
    ) == [("shown",), ("typed",)]
    assert rows_of(warehouse, "select count(*) from fct_sessions") == [(1,)]


def test_a_uuid_that_comes_again_is_a_duplicate(warehouse):
    assert rows_of(
        warehouse,
        """
        select sum(count_accepted), sum(count_duplicates), sum(count_conflicting)
        from rpt_event_ledger
        where source_name = 'optimizely'
        """,
    ) == [(5, 1, 0)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse, "select event_id, quarantine_reason from fct_quarantined_events"
    ) == [
        ("nobodys", "no_actor"),
        ("timeless", "missing_time"),
        (None, "missing_event_id"),
    ]


def test_every_row_of_the_export_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'optimizely'
        """,
    ) == [("decisions", "event", 9), ("decisions", "not_randomised", 2)]


def test_no_table_holds_who_it_was(warehouse):
    assert (
        tables_with(warehouse, ["ann", "bob", "oeu1470101898133r0.04568111757824678"])
        == []
    )
