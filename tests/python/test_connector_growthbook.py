"""GrowthBook: views of experiments, as trackers of events land them."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with

# As Segment and RudderStack land a call of track.
TRACKED = {
    "id": "segment-1",
    "received_at": "2026-03-02 09:59:05",
    "original_timestamp": "2026-03-02 07:00:00",
    "sent_at": "2026-03-02 07:00:01",
    "timestamp": "2026-03-02 09:59:00",
    "anonymous_id": "phone",
    "user_id": "ann",
    "event": "experiment_viewed",
    "event_text": "Experiment Viewed",
    "experiment_id": "tone",
    "variation_id": "1",
}
# As one's own tracker does, without ids and receipts.
OWN = {
    "user_id": "bob",
    "timestamp": "2026-03-02 09:58:00",
    "experiment_id": "tone",
    "variation_id": "0",
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
            "growthbook": {
                "experiment_viewed": [
                    TRACKED,
                    # Segment's retry: the same call, received again.
                    TRACKED | {"received_at": "2026-03-02 10:10:00"},
                    # A second call is a second view, even in the same second.
                    TRACKED | {"id": "segment-2"},
                    TRACKED | {"id": "guest", "user_id": None},
                    OWN,
                    OWN,
                    OWN | {"variation_id": "1"},
                    # A tracker that names it as other trackers do.
                    OWN | {"user_id": "kim", "variation_id": None, "variant_id": "2"},
                    # Nothing was shown.
                    TRACKED | {"id": "unvaried", "variation_id": None},
                    TRACKED | {"id": "unnamed", "experiment_id": ""},
                    # Good for nothing.
                    OWN | {"user_id": None},
                    TRACKED | {"id": "timeless", "timestamp": None},
                    TRACKED | {"id": "unread", "timestamp": "1772445540"},
                ]
            },
        }
    )


def test_a_view_of_a_variation_is_an_exposure(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            experiment_key, variant_key, user_id is not null, anonymous_id is not null,
            occurred_at::text, received_at::text, count(*)
        from int_events
        where event_name = 'experiment_exposed'
        group by all
        """,
    ) == [
        (
            *("tone", "0", True, False),
            *("2026-03-02 09:58:00", "2026-03-02 09:58:00", 1),
        ),
        (
            *("tone", "1", False, True),
            *("2026-03-02 09:59:00", "2026-03-02 09:59:05", 1),
        ),
        (
            *("tone", "1", True, False),
            *("2026-03-02 09:58:00", "2026-03-02 09:58:00", 1),
        ),
        (
            *("tone", "1", True, True),
            *("2026-03-02 09:59:00", "2026-03-02 09:59:05", 2),
        ),
        (
            *("tone", "2", True, False),
            *("2026-03-02 09:58:00", "2026-03-02 09:58:00", 1),
        ),
    ]


def test_an_exposure_is_of_the_user_who_then_talks(warehouse):
    assert rows_of(
        warehouse,
        """
        select event_id from int_events
        where
            event_name = 'experiment_exposed'
            and user_id in (
                select user_id from int_events where event_name = 'message_sent'
            )
        """,
    ) == [("segment-1",), ("segment-2",)]


def test_a_call_that_comes_again_is_a_duplicate(warehouse):
    assert rows_of(
        warehouse,
        """
        select sum(count_accepted), sum(count_duplicates), sum(count_conflicting)
        from rpt_event_ledger
        where source_name = 'growthbook'
        """,
    ) == [(6, 2, 0)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse, "select quarantine_reason from fct_quarantined_events"
    ) == [("missing_time",), ("missing_time",), ("no_actor",)]


def test_every_row_of_the_table_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'growthbook'
        """,
    ) == [
        ("experiment_viewed", "event", 11),
        ("experiment_viewed", "not_randomised", 2),
    ]


def test_no_table_holds_who_it_was(warehouse):
    assert tables_with(warehouse, ["ann", "bob", "phone"]) == []
