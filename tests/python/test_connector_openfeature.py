"""OpenFeature: evaluations of flags as OpenTelemetry events, in lines of OTLP JSON."""

import json

import pytest

from connected_project import ConnectedProject, rows_of, tables_with
from otlp import attributes, line, log_record, nanoseconds

DRAWN = {
    "feature_flag__key": "tone",
    "feature_flag__result__variant": "warm",
    "feature_flag__result__reason": "split",
    "feature_flag__context__id": "ann",
    "feature_flag__provider__name": "flags",
}
# As the conventions had it until 1.32.
FORMER = {
    "feature_flag__key": "tone",
    "feature_flag__variant": "cool",
    "feature_flag__evaluation__reason": "split",
    "feature_flag__context__id": "bob",
    "feature_flag__system": "flags",
}


def evaluation(time: float, trace: str = "", **values: object) -> dict:
    return log_record("feature_flag.evaluation", time, trace, **values)


def changed(**values: object) -> dict:
    return DRAWN | values


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    first = evaluation(-60, **DRAWN)
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
            "openfeature": {
                "otlp_lines": [
                    line(
                        logs=[
                            first,
                            evaluation(-50, **FORMER),
                            # Named by an attribute, with the value in the body.
                            {
                                "timeUnixNano": "0",
                                "observedTimeUnixNano": nanoseconds(-40),
                                "body": {
                                    "kvlistValue": {
                                        "values": attributes({"value": True})
                                    }
                                },
                                "attributes": attributes(
                                    {
                                        "event.name": "feature_flag.evaluation",
                                        "feature_flag.key": "beta",
                                        "feature_flag.set.id": "shop",
                                        "feature_flag.evaluation.reason": "SPLIT",
                                        "user.id": "ann",
                                        "feature_flag.context.id": "phone",
                                    }
                                ),
                            },
                            # A value that is a number.
                            evaluation(
                                -30,
                                **{
                                    name: value
                                    for name, value in DRAWN.items()
                                    if "variant" not in name
                                },
                                feature_flag__result__value=3,
                            ),
                            # Nobody is named: the conversation, else the trace.
                            evaluation(
                                -20,
                                trace="a1",
                                **changed(feature_flag__context__id=""),
                                session__id="chat",
                            ),
                            evaluation(
                                -10, trace="b2", **changed(feature_flag__context__id="")
                            ),
                            # Good for nothing.
                            evaluation(-5, **changed(feature_flag__context__id="")),
                        ],
                        loaded_at="2026-03-02 10:05:00",
                        service__name="shop",
                    ),
                    # The exporter's retry, and a line that holds one record again.
                    *2
                    * [
                        line(
                            logs=[first],
                            loaded_at="2026-03-02 10:06:00",
                            service__name="shop",
                        )
                    ],
                    line(
                        logs=[
                            # Evaluated, but not drawn.
                            *(
                                evaluation(
                                    place,
                                    **changed(feature_flag__result__reason=reason),
                                )
                                for place, reason in enumerate(
                                    [
                                        "cached",
                                        "TARGETING_MATCH",
                                        "static",
                                        "default",
                                        "disabled",
                                        "error",
                                        "stale",
                                        "unknown",
                                        "a whim",
                                    ]
                                )
                            ),
                            evaluation(20, **changed(error__type="type_mismatch")),
                            evaluation(
                                21,
                                **changed(feature_flag__result__variant=""),
                            ),
                            evaluation(
                                22,
                                feature_flag__key="tone",
                                feature_flag__result__variant="warm",
                            ),
                            # Of the same collector.
                            log_record("gen_ai.choice", 23, body={"content": "Hi"}),
                            log_record("", 24, body="Started."),
                        ],
                        loaded_at="2026-03-02 10:07:00",
                    ),
                    {"payload": '{"resourceSpans": []}'},
                    {"payload": '{"resourceMetrics": []}'},
                    {"payload": '{"resourceLogs": [{"scopeLogs": [{"logRec'},
                    {"payload": json.dumps({"hello": 1})},
                ]
            },
        }
    )


def test_a_variant_that_was_drawn_is_an_exposure(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            experiment_key, variant_key, occurred_at::time::text,
            received_at::time::text, user_id is not null, anonymous_id is not null
        from int_events
        where event_name = 'experiment_exposed'
        """,
    ) == [
        # Named by an attribute, drawn in capitals, its value in the body.
        ("shop/beta", "true", "09:59:20", "10:05:00", True, False),
        ("tone", "3", "09:59:30", "10:05:00", True, False),
        ("tone", "cool", "09:59:10", "10:05:00", True, False),
        ("tone", "warm", "09:59:00", "10:05:00", True, False),
        ("tone", "warm", "09:59:40", "10:05:00", False, True),
        ("tone", "warm", "09:59:50", "10:05:00", False, True),
    ]


def test_an_exposure_is_of_the_user_who_then_talks(warehouse):
    assert rows_of(
        warehouse,
        """
        select experiment_key, variant_key from int_events
        where
            event_name = 'experiment_exposed'
            and actor_id in (
                select actor_id from int_events where event_name = 'message_sent'
            )
        """,
    ) == [("shop/beta", "true"), ("tone", "3"), ("tone", "warm")]
    # Nobody but the conversation, and nobody but the trace, are two actors.
    assert rows_of(
        warehouse,
        """
        select count(distinct actor_id) from int_events
        where event_name = 'experiment_exposed'
        """,
    ) == [(4,)]


def test_a_record_that_is_exported_again_is_a_duplicate(warehouse):
    assert rows_of(
        warehouse,
        """
        select sum(count_accepted), sum(count_duplicates), sum(count_conflicting)
        from rpt_event_ledger
        where source_name = 'openfeature'
        """,
    ) == [(6, 2, 0)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse, "select quarantine_reason from fct_quarantined_events"
    ) == [("missing_event_id",), ("missing_event_id",), ("no_actor",)]


def test_every_line_and_record_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'openfeature'
        """,
    ) == [
        ("lines", "container", 4),
        # Cut off, and of no known kind: quarantined.
        ("lines", "event", 2),
        ("lines", "other_signal", 2),
        # Six, two repetitions, and one of nobody.
        ("log_records", "event", 9),
        ("log_records", "not_randomised", 12),
        ("log_records", "other_signal", 2),
    ]


def test_no_table_holds_who_it_was(warehouse):
    assert tables_with(warehouse, ["ann", "bob", "phone", "chat"]) == []
