"""Statsig: exposures, as exported to a warehouse and as forwarded by the SDKs."""

import pytest

from connected_project import ConnectedProject, rows_of, tables_with

EXPORTED = {
    "company_id": "we",
    "unit_id": "ann",
    "unit_type": "userID",
    "exposure_type": "get_experiment",
    "name": "tone",
    "rule": "experiment",
    "experiment_group": "Warm",
    "group_id": "7cQ",
    # In Los Angeles it is still the first.
    "first_exposure_utc": "2026-03-02 03:00:00",
    "first_exposure_pst_date": "2026-03-01",
    "as_of_pst_date": "2026-03-01",
    "percent": "50",
    "inserted_at": "2026-03-02 09:00:00",
}
GATE = EXPORTED | {
    "exposure_type": "check_gate",
    "name": "beta",
    "rule": "half",
    "experiment_group": "true",
    "group_id": "true",
}
FORWARDED = {
    "user_id": "ann",
    "experiment_id": "tone",
    "group_id": "7cQ",
    "timestamp": "2026-03-02T03:00:00Z",
    "loaded_at": "2026-03-02 03:10:00",
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
            "statsig": {
                "exposures": [
                    EXPORTED,
                    # The export of the next day has it again.
                    EXPORTED
                    | {
                        "as_of_pst_date": "2026-03-02",
                        "inserted_at": "2026-03-03 09:00:00",
                    },
                    # Sent again after a month, with another time.
                    EXPORTED
                    | {
                        "first_exposure_utc": "2026-04-05 03:00:00",
                        "inserted_at": "2026-04-05 09:00:00",
                    },
                    # Another user in the same group at the same moment.
                    EXPORTED | {"unit_id": "eve"},
                    EXPORTED | {"unit_id": "phone", "unit_type": "stableID"},
                    # A device that is called as the user is.
                    EXPORTED | {"unit_type": "stableID"},
                    # Two rules of a gate.
                    GATE,
                    GATE | {"rule": "tenth", "group_id": "false"},
                    FORWARDED | {"user_id": "bob", "stable_id": "tablet"},
                    FORWARDED | {"user_id": "bob", "stable_id": "tablet"},
                    # Evaluated, but in no group; a rule that lets everyone pass.
                    EXPORTED
                    | {"unit_id": "kim", "group_id": None, "experiment_group": None},
                    GATE | {"rule": "all", "non_analytics": "true"},
                    # Without ids of groups there are their names.
                    EXPORTED | {"unit_id": "lee", "group_id": None},
                    # Good for nothing.
                    EXPORTED | {"unit_id": None},
                    EXPORTED | {"unit_id": "max", "first_exposure_utc": None},
                ]
            },
        }
    )


def test_an_exposure_is_of_its_unit_and_group(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            experiment_key, variant_key, user_id is not null, anonymous_id is not null,
            occurred_at::text, count(*)
        from int_events
        where event_name = 'experiment_exposed'
        group by all
        """,
    ) == [
        ("beta:half", "true", True, False, "2026-03-02 03:00:00", 1),
        ("beta:tenth", "false", True, False, "2026-03-02 03:00:00", 1),
        # Lee.
        ("tone", "7cQ", False, True, "2026-03-02 03:00:00", 2),
        ("tone", "7cQ", True, False, "2026-03-02 03:00:00", 2),
        ("tone", "7cQ", True, False, "2026-04-05 03:00:00", 1),
        ("tone", "7cQ", True, True, "2026-03-02 03:00:00", 1),
        ("tone", "Warm", True, False, "2026-03-02 03:00:00", 1),
    ]


def test_an_exposure_is_of_the_user_who_then_talks(warehouse):
    # Ann's two exposures to the experiment and her two to the gate.
    assert rows_of(
        warehouse,
        """
        select count(*) from int_events
        where
            event_name = 'experiment_exposed'
            and actor_id in (
                select actor_id from int_events where event_name = 'message_sent'
            )
        """,
    ) == [(4,)]


def test_rows_that_come_again_are_duplicates(warehouse):
    # Of the next day's export, and of the forwarded row that is there twice.
    assert rows_of(
        warehouse,
        """
        select sum(count_accepted), sum(count_duplicates), sum(count_conflicting)
        from rpt_event_ledger
        where source_name = 'statsig'
        """,
    ) == [(9, 2, 0)]
    # The first to come is the one that stands.
    assert rows_of(
        warehouse,
        """
        select received_at::text from int_events
        where source_name = 'statsig' and occurred_at < '2026-04-01' and user_id in (
            select user_id from int_events where event_name = 'message_sent'
        ) and experiment_key = 'tone'
        """,
    ) == [("2026-03-02 09:00:00",)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse, "select quarantine_reason from fct_quarantined_events"
    ) == [("missing_time",), ("no_actor",)]


def test_every_row_of_the_table_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'statsig'
        """,
    ) == [("exposures", "event", 13), ("exposures", "not_randomised", 2)]


def test_no_table_holds_who_it_was(warehouse):
    assert tables_with(warehouse, ["ann", "bob", "phone", "tablet"]) == []
