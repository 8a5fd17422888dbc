"""Deepchecks: results of checks and suites, as to_json writes them."""

import json

import pytest

from connected_project import ConnectedProject, rows_of

LOADED = "2026-03-02 12:00:00"


def result(name: str, value: object, *statuses: str) -> dict:
    return {
        "type": "CheckResult",
        "check": {"name": name, "params": {"n_top": 5}, "summary": "What it does."},
        "header": name,
        "value": value,
        "conditions_results": [
            {"Status": status, "Condition": "Less than 5%", "More Info": "Found 7%"}
            for status in statuses
        ],
        "display": [],
    }


def failure(name: str) -> dict:
    return {
        "type": "CheckFailure",
        "check": {"name": name, "params": {}, "summary": "What it does."},
        "header": name,
        "exception": "DeepchecksValueError: no label",
        "display": [],
    }


def row(content: object, loaded_at: str | None = LOADED) -> dict:
    return {"payload": json.dumps(content), "loaded_at": loaded_at}


SUITE = {
    "type": "SuiteResult",
    "name": "Nightly",
    "run_id": "night-1",
    "dataset_name": "answers",
    "model_name": "gpt-4o-2024-08-06",
    "created_at": "2026-03-02T03:00:00+01:00",
    "results": [
        result("Data Duplicates", 0.07, "PASS", "PASS"),
        # A value with names, some of them words.
        result("Label Drift", {"Drift score": 0.2, "Method": "PSI"}, "WARN"),
        # Names of names, of which no seed knows.
        result(
            "Train Test Performance",
            {"Train": {"F1": 0.9}, "Test": {"F1": 0.5}},
            "PASS",
            "FAIL",
        ),
        failure("Unknown Tokens"),
        # The same check with other parameters.
        result("Data Duplicates", 0.09, "ERROR"),
    ],
}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    duplicates = result("Data Duplicates", 0.5)
    return connected_project.run(
        {
            "deepchecks": {
                "results": [
                    row(SUITE),
                    # Loaded again.
                    row(SUITE, "2026-03-02 13:00:00"),
                    # A check alone, without a condition, and again in the next run.
                    row(duplicates),
                    row(duplicates | {"run_id": "again"}),
                    # In percent, which is another scale, and of no known name.
                    row(result("Data Duplicates", 7)),
                    row(result("Vibes", 0.5)),
                    # Nothing that could be counted.
                    row(failure("Label Drift")),
                    row(result("Text Embeddings Drift", [{"x": 1}])),
                    # Good for nothing.
                    row({"hello": 1}),
                    {"payload": '{"check": {"name": "Data Dup', "loaded_at": LOADED},
                    row(result("Text Duplicates", 0.1), None),
                ]
            }
        }
    )


def test_numbers_and_verdicts_of_checks_are_evaluations(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            score_name, score_value, score_label, is_passed, better_direction,
            evaluator_name, target_kind, target_id, model_name, evaluated_at::text
        from fct_evaluations
        where run_id = 'night-1'
        """,
    ) == [
        (
            *("data duplicates", 0.07, "PASS", True, "lower", "Nightly", "dataset"),
            *("answers", "gpt-4o", "2026-03-02 02:00:00"),
        ),
        # A condition that could not be asked did not pass.
        (
            *("data duplicates", 0.09, "ERROR", False, "lower", "Nightly", "dataset"),
            *("answers", "gpt-4o", "2026-03-02 02:00:00"),
        ),
        (
            *("label drift", None, "WARN", False, "neither", "Nightly", "dataset"),
            *("answers", "gpt-4o", "2026-03-02 02:00:00"),
        ),
        (
            *("label drift/drift score", 0.2, None, None, "lower", "Nightly"),
            *("dataset", "answers", "gpt-4o", "2026-03-02 02:00:00"),
        ),
        # Of conditions that differ there is no one word.
        (
            *("train test performance", None, None, False, "neither", "Nightly"),
            *("dataset", "answers", "gpt-4o", "2026-03-02 02:00:00"),
        ),
    ]


def test_a_check_by_itself_is_of_its_run_and_has_no_verdict(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            score_value, is_passed, target_kind, target_id = run_id, run_id = 'again',
            evaluator_name, evaluated_at::text
        from fct_evaluations
        where run_id <> 'night-1'
        """,
    ) == [
        (0.5, None, "run", True, False, None, "2026-03-02 12:00:00"),
        (0.5, None, "run", True, True, None, "2026-03-02 12:00:00"),
    ]


def test_what_cannot_be_used_is_quarantined_by_name(warehouse):
    assert rows_of(
        warehouse,
        """
        select score_name, quarantine_reason, rejected_value, count_evaluations
        from fct_quarantined_evaluations
        """,
    ) == [
        ("data duplicates", "value_out_of_scale", "7", 1),
        # Nobody knows when.
        ("text duplicates", "missing_time", "0.1", 1),
        ("train test performance/test/f1", "unknown_score_name", "0.5", 1),
        ("train test performance/train/f1", "unknown_score_name", "0.9", 1),
        ("vibes", "unknown_score_name", "0.5", 1),
        (None, "missing_event_id", None, 2),
    ]


def test_every_result_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'deepchecks'
        """,
    ) == [("results", "evaluation", 9), ("results", "no_score", 2)]
