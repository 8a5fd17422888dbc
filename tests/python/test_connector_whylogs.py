"""whylogs: profiles of columns, as to_pandas writes them."""

import pytest

from connected_project import ConnectedProject, rows_of

NUMBERS = {
    "column": "latency ms",
    "type": "SummaryType.COLUMN",
    "counts/n": "100",
    "counts/null": "10",
    "types/integral": "90",
    "cardinality/est": "42.000003",
    "distribution/n": "90",
    "distribution/mean": "-1.5",
    "distribution/median": "2",
    "distribution/q_95": "1e3",
    "ints/max": "1000",
    "dataset_timestamp": "2026-03-02T00:00:00+00:00",
    "dataset_id": "answers",
    "loaded_at": "2026-03-03 01:00:00",
}
# A column of texts: pandas has NaN where others have numbers.
WORDS = NUMBERS | {
    "column": "intent",
    "distribution/n": "0",
    "distribution/mean": "NaN",
    "distribution/median": None,
    "distribution/q_95": "nan",
    "types/integral": "0",
    "types/string": "90",
    "ints/max": "-9223372036854775807",
    "frequent_items/frequent_strings": "[FrequentItem(value='refund', est=3)]",
}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    return connected_project.run(
        {
            "whylogs": {
                "profiles": [
                    NUMBERS,
                    WORDS,
                    # Merged with what came later, and written again.
                    NUMBERS
                    | {
                        "counts/n": "120",
                        "distribution/n": "110",
                        "distribution/mean": "2.5",
                        "loaded_at": "2026-03-03 02:00:00",
                    },
                    # Of another segment and day, in milliseconds, with one measure.
                    {
                        "column": "latency ms",
                        "segment": "de",
                        "counts/n": "7",
                        # 2026-03-03
                        "dataset_timestamp": "1772496000000",
                        "creation_timestamp": "1772499600000",
                        "dataset_id": "answers",
                    },
                    # Good for nothing: without a column, a time, a measure, a number.
                    NUMBERS | {"column": None, "counts/n": "1"},
                    NUMBERS | {"dataset_timestamp": None, "dataset_id": "timeless"},
                    {
                        "column": "empty",
                        "dataset_timestamp": "2026-03-02",
                        "loaded_at": "2026-03-03",
                    },
                    {
                        "column": "odd",
                        "counts/n": "many",
                        "counts/null": "-1",
                        "dataset_timestamp": "2026-03-02",
                        "loaded_at": "2026-03-03",
                    },
                ]
            }
        }
    )


def test_each_measure_is_an_evaluation_of_its_dataset(warehouse):
    assert rows_of(
        warehouse,
        """
        select target_id, score_name, score_value, sample_size, scale_min
        from fct_evaluations
        """,
    ) == [
        ("answers/de/latency ms", "counts/n", 7.0, 7, 0.0),
        ("answers/intent", "cardinality/est", 42.000003, 100, 0.0),
        ("answers/intent", "counts/n", 100.0, 100, 0.0),
        ("answers/intent", "counts/null", 10.0, 100, 0.0),
        # That there are no numbers is a number; what they would be is none.
        ("answers/intent", "distribution/n", 0.0, 0, 0.0),
        ("answers/intent", "types/integral", 0.0, 100, 0.0),
        ("answers/intent", "types/string", 90.0, 100, 0.0),
        # The profile that was written last.
        ("answers/latency ms", "cardinality/est", 42.000003, 120, 0.0),
        ("answers/latency ms", "counts/n", 120.0, 120, 0.0),
        ("answers/latency ms", "counts/null", 10.0, 120, 0.0),
        ("answers/latency ms", "distribution/mean", 2.5, 110, None),
        ("answers/latency ms", "distribution/median", 2.0, 110, None),
        ("answers/latency ms", "distribution/n", 110.0, 110, 0.0),
        ("answers/latency ms", "distribution/q_95", 1000.0, 110, None),
        ("answers/latency ms", "ints/max", 1000.0, 120, None),
        ("answers/latency ms", "types/integral", 90.0, 120, 0.0),
    ]


def test_a_profile_is_of_the_time_of_its_data(warehouse):
    assert rows_of(
        warehouse,
        """
        select distinct target_id, evaluated_at::text from fct_evaluations
        where score_name = 'counts/n'
        """,
    ) == [
        ("answers/de/latency ms", "2026-03-03 00:00:00"),
        ("answers/intent", "2026-03-02 00:00:00"),
        ("answers/latency ms", "2026-03-02 00:00:00"),
    ]


def test_measures_describe_and_do_not_judge(warehouse):
    assert rows_of(
        warehouse,
        """
        select distinct
            target_kind, evaluator_name, evaluator_kind, better_direction, is_passed
        from fct_evaluations
        """,
    ) == [("dataset", "whylogs", "code", "neither", None)]


def test_what_cannot_be_used_is_quarantined(warehouse):
    assert rows_of(
        warehouse,
        """
        select score_name, quarantine_reason, rejected_value, sum(count_evaluations)
        from fct_quarantined_evaluations
        where score_name is null or score_name like 'counts/%'
        group by all
        """,
    ) == [
        # Without a column and without a time; the numbers that nobody can place.
        ("counts/n", "missing_event_id", "1", 1),
        ("counts/n", "missing_event_id", "100", 1),
        ("counts/n", "unreadable_value", "many", 1),
        ("counts/null", "missing_event_id", "10", 2),
        ("counts/null", "value_out_of_scale", "-1", 1),
        (None, "missing_event_id", None, 1),
    ]


def test_every_profile_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'whylogs'
        """,
    ) == [("profiles", "evaluation", 8)]
