"""LaunchDarkly: evaluations of flags as the data export writes them to a warehouse."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with

EVALUATION = {
    "event_id": "drawn",
    "flag_key": "tone",
    "context_key": "ann",
    "context_kind": "user",
    "context_attributes": {"plan": "free"},
    "variation_id": "warm",
    "variation_value": {"greeting": "Hello!"},
    "reason_kind": "FALLTHROUGH",
    "reason_detail": {"in_experiment": True},
    "experiment_iteration_id": "first",
    "received_time": "2026-03-02 09:59:00",
    "loaded_at": "2026-03-02 10:30:00",
}
OF_DEVICE = {"context_kind": "device", "context_key": "phone"}
# What an evaluation has that no experiment saw.
OF_NO_EXPERIMENT = {"experiment_iteration_id": None, "reason_detail": None}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    return connected_project.run(
        {
            # What Ann did next.
            "langfuse": {
                "traces": [
                    {
                        "id": "where",
                        "timestamp": "2026-03-02T10:00:00Z",
                        "user_id": "ann",
                        "session_id": "orders",
                    }
                ]
            },
            "launchdarkly": {
                "evaluation_events": [
                    EVALUATION,
                    # The other contexts of the same evaluation, of which one sorts
                    # before "user".
                    EVALUATION | OF_DEVICE,
                    EVALUATION | {"context_kind": "zone", "context_key": "eu"},
                    # Loaded again.
                    EVALUATION | {"loaded_at": "2026-03-02 11:30:00"},
                    # The next iteration draws anew.
                    EVALUATION
                    | {
                        "event_id": "redrawn",
                        "experiment_iteration_id": "second",
                        "variation_id": "cool",
                        "reason_kind": "RULE_MATCH",
                    },
                    EVALUATION | OF_DEVICE | {"event_id": "userless"},
                    # Known by a cookie alone.
                    EVALUATION
                    | {
                        "event_id": "guest",
                        "context_key": "cookie",
                        "context_attributes": {"anonymous": True},
                    },
                    # No experiment, an experiment that did not draw, and words for it.
                    EVALUATION | OF_NO_EXPERIMENT | {"event_id": "rollout"},
                    EVALUATION
                    | {
                        "event_id": "outside",
                        "reason_detail": {"in_experiment": False},
                    },
                    EVALUATION | {"event_id": "named", "reason_kind": "TARGET_MATCH"},
                    EVALUATION
                    | {
                        "event_id": "unvaried",
                        "variation_id": None,
                        "variation_value": None,
                    },
                    EVALUATION | {"event_id": "off", "reason_kind": "OFF"},
                    EVALUATION | {"event_id": "broken", "reason_kind": "ERROR"},
                    # Of experiments, but good for nothing.
                    EVALUATION | {"event_id": None},
                    EVALUATION | {"event_id": "nobodys", "context_key": None},
                    EVALUATION | {"event_id": "late", "received_time": "soon"},
                ]
            },
        }
    )


def test_what_an_experiment_drew_is_an_exposure_counted_once(warehouse):
    assert rows_of(
        warehouse,
        """
        select event_id, experiment_key, variant_key, occurred_at::text
        from int_events
        where event_name = 'experiment_exposed'
        """,
    ) == [
        ("drawn", "tone:first", "warm", "2026-03-02 09:59:00"),
        ("guest", "tone:first", "warm", "2026-03-02 09:59:00"),
        ("redrawn", "tone:second", "cool", "2026-03-02 09:59:00"),
        ("userless", "tone:first", "warm", "2026-03-02 09:59:00"),
    ]


def test_an_exposure_is_of_the_user_who_then_talks(warehouse):
    assert rows_of(
        warehouse,
        """
        select event_id, user_id is not null, anonymous_id is not null
        from int_events
        where
            event_name = 'experiment_exposed'
            and actor_id in (
                select actor_id from int_events where event_name = 'message_sent'
            )
        """,
    ) == [("drawn", True, False), ("redrawn", True, False)]
    assert rows_of(
        warehouse,
        """
        select event_id, user_id is null from int_events
        where event_id in ('guest', 'userless')
        """,
    ) == [("guest", True), ("userless", True)]
    # Nobody opens a session by being shown a variant.
    assert rows_of(warehouse, "select count(*) from fct_sessions") == [(1,)]


def test_a_repeated_row_is_a_duplicate_and_no_conflict(warehouse):
    assert rows_of(
        warehouse,
        """
        select sum(count_accepted), sum(count_duplicates), sum(count_conflicting)
        from rpt_event_ledger
        where source_name = 'launchdarkly'
        """,
    ) == [(4, 1, 0)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse, "select event_id, quarantine_reason from fct_quarantined_events"
    ) == [
        # Its time cannot be read, and there is no other.
        ("late", "missing_time"),
        ("nobodys", "no_actor"),
        (None, "missing_event_id"),
    ]


def test_every_row_of_the_export_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'launchdarkly'
        """,
    ) == [
        # drawn (twice), redrawn, userless, guest, and the three in quarantine
        ("evaluation_events", "event", 8),
        ("evaluation_events", "not_randomised", 6),
        ("evaluation_events", "other_context", 2),
    ]


def test_no_table_holds_who_it_was(warehouse):
    assert tables_with(warehouse, ["ann", "phone", "cookie"]) == []
