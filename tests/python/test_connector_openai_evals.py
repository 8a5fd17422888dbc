"""OpenAI Evals: lines of the logs of runs."""

import pytest

from connected_project import ConnectedProject, rows_of

SPEC = {
    "spec": {
        "completion_fns": ["gpt-4o-2024-08-06", "grader"],
        "eval_name": "tone.dev.v2",
        "base_eval": "tone",
        "split": "dev",
        "run_config": {"seed": 1},
        "created_by": "ann",
        "run_id": "2603021000A",
        "created_at": "2026-03-02 10:00:00.000000",
    },
    "file_name": "a.jsonl",
    "loaded_at": "2026-03-02 12:00:00",
}
EVENT = {
    "run_id": "2603021000A",
    "event_id": 0,
    "sample_id": "tone.dev.0",
    "type": "match",
    "data": {"correct": True, "expected": "warm", "picked": "warm"},
    "created_by": "ann",
    "created_at": "2026-03-02 10:00:05.250000+00:00",
    "file_name": "a.jsonl",
    "loaded_at": "2026-03-02 12:00:00",
}
FORMER_SPEC = {
    "spec": SPEC["spec"]
    | {"run_id": "2303021000B", "eval_name": "tone.dev", "model_name": "gpt-4"},
    "file_name": "b.jsonl",
    "loaded_at": "2026-03-02 12:00:00",
}
del FORMER_SPEC["spec"]["completion_fns"]


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    return connected_project.run(
        {
            "openai_evals": {
                "log_lines": [
                    SPEC,
                    EVENT,
                    # The same file loaded again: its last version counts, once.
                    EVENT | {"loaded_at": "2026-03-02 13:00:00"},
                    EVENT
                    | {
                        "event_id": 1,
                        "sample_id": "tone.dev.1",
                        "data": {"correct": False, "expected": "warm", "picked": ""},
                        # An offset.
                        "created_at": "2026-03-02 12:00:06+02:00",
                    },
                    # Numbers, a word, nothing, and a name that no seed has.
                    EVENT
                    | {
                        "event_id": 2,
                        "type": "metrics",
                        "data": {
                            "accuracy": 1.0,
                            "f1_score": 0.5,
                            "choice": "B",
                            "bootstrap_std": None,
                            "score": 7,
                        },
                    },
                    # How it came about, in kinds that are not known beforehand either.
                    *(
                        EVENT | {"event_id": place, "type": kind, "data": {"score": 1}}
                        for place, kind in enumerate(
                            [
                                "sampling",
                                "embedding",
                                "cond_logp",
                                "pick_option",
                                "function_call",
                                "raw_sample",
                                "error",
                                "extra",
                                "of our own",
                            ],
                            start=3,
                        )
                    ),
                    {
                        "final_report": {
                            "accuracy": 0.5,
                            "boostrap_std": 0.1,
                            "counts/B": 3,
                        },
                        "run_id": "2603021000A",
                        "file_name": "a.jsonl",
                        "loaded_at": "2026-03-02 12:00:00",
                    },
                    # Of another run the same event id; its report names no run.
                    FORMER_SPEC,
                    EVENT | {"run_id": "2303021000B", "file_name": "b.jsonl"},
                    {
                        "final_report": {"accuracy": 1.0},
                        "file_name": "b.jsonl",
                        "loaded_at": "2026-03-02 12:00:00",
                    },
                    # As the recorder over HTTP writes it.
                    EVENT
                    | {
                        "run_id": "2603021100C",
                        "event_id": None,
                        "sample_id": None,
                        "type": "final_report",
                        "data": {"accuracy": 0.25},
                        "file_name": None,
                    },
                    # Good for nothing: out of scale, no word, no run, no line.
                    EVENT
                    | {"event_id": 20, "type": "metrics", "data": {"accuracy": 50}},
                    EVENT | {"event_id": 21, "data": {"expected": "warm"}},
                    EVENT | {"event_id": 22, "type": "metrics", "data": "{'a': 1}"},
                    {
                        "final_report": {"accuracy": 0.75},
                        "file_name": "unknown.jsonl",
                        "loaded_at": "2026-03-02 12:00:00",
                    },
                    {"loaded_at": "2026-03-02 12:00:00"},
                ]
            }
        }
    )


def test_matches_and_metrics_are_evaluations_of_samples(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            source_evaluation_id, score_name, score_value, score_label, is_passed,
            evaluator_kind, better_direction, target_id, evaluated_at::time::text
        from fct_evaluations
        where target_kind = 'sample'
        """,
    ) == [
        (
            *("2303021000B|0", "match", 1.0, None, True, "code", "higher"),
            *("tone.dev.0", "10:00:05.25"),
        ),
        (
            *("2603021000A|0", "match", 1.0, None, True, "code", "higher"),
            *("tone.dev.0", "10:00:05.25"),
        ),
        (
            *("2603021000A|1", "match", 0.0, None, False, "code", "higher"),
            *("tone.dev.1", "10:00:06"),
        ),
        (
            *("2603021000A|2|accuracy", "accuracy", 1.0, None, None, "code", "higher"),
            *("tone.dev.0", "10:00:05.25"),
        ),
        (
            *("2603021000A|2|choice", "choice", None, "B", None, "llm_judge"),
            *("neither", "tone.dev.0", "10:00:05.25"),
        ),
        (
            *("2603021000A|2|f1_score", "f1_score", 0.5, None, None, "code", "higher"),
            *("tone.dev.0", "10:00:05.25"),
        ),
    ]


def test_final_reports_are_evaluations_of_runs_whichever_way_they_say_it(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            run_id, score_name, score_value, evaluator_name, evaluator_version,
            model_name, model_version, evaluated_at::text
        from fct_evaluations
        where target_kind = 'run' and target_id = run_id
        """,
    ) == [
        (
            *("2303021000B", "accuracy", 1.0, "tone.dev", None, "gpt-4", "gpt-4"),
            "2026-03-02 10:00:05.25",
        ),
        (
            *("2603021000A", "accuracy", 0.5, "tone.dev.v2", "v2", "gpt-4o"),
            # A report has no time: that of the last event of its run.
            *("gpt-4o-2024-08-06", "2026-03-02 10:00:06"),
        ),
        (
            *("2603021000A", "boostrap_std", 0.1, "tone.dev.v2", "v2", "gpt-4o"),
            *("gpt-4o-2024-08-06", "2026-03-02 10:00:06"),
        ),
        # Nobody told what it was a run of.
        (
            *("2603021100C", "accuracy", 0.25, None, None, None, None),
            "2026-03-02 10:00:05.25",
        ),
    ]
    # Nobody talked, so there is nothing of users.
    assert rows_of(
        warehouse,
        "select count(*), count(session_id), count(actor_id) from fct_evaluations",
    ) == [(10, 0, 0)]


def test_what_cannot_be_used_is_quarantined_by_name(warehouse):
    assert rows_of(
        warehouse,
        """
        select evaluation_id, score_name, quarantine_reason, rejected_value
        from fct_quarantined_evaluations
        """,
    ) == [
        ("2603021000A|20|accuracy", "accuracy", "value_out_of_scale", "50"),
        ("2603021000A|21", "match", "unreadable_value", None),
        ("2603021000A|2|score", "score", "unknown_score_name", "7"),
        ("2603021000A|final_report|counts/B", "counts/b", "unknown_score_name", "3"),
        # No run has that file, and one of metrics is no JSON.
        (None, "accuracy", "missing_event_id", "0.75"),
        (None, "metrics", "missing_event_id", None),
        (None, None, "missing_event_id", None),
    ]


def test_every_line_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        """
        select record_table, record_fate, count_records from rpt_source_ledger
        where source_name = 'openai_evals'
        """,
    ) == [
        # Five of events, one of them again; three reports; five that are set aside.
        ("log_lines", "evaluation", 13),
        ("log_lines", "header", 2),
        ("log_lines", "part_of_run", 9),
    ]


def test_without_names_of_files_a_report_is_of_the_only_run(connected_project):
    def runs(lines: list) -> list:
        nameless = [
            {name: value for name, value in line.items() if name != "file_name"}
            for line in lines
        ]
        warehouse = connected_project.run({"openai_evals": {"log_lines": nameless}})
        return rows_of(
            warehouse, "select run_id from fct_evaluations where target_kind = 'run'"
        )

    report = {"final_report": {"accuracy": 0.5}, "loaded_at": "2026-03-02 12:00:00"}
    assert runs([SPEC, EVENT, report]) == [("2603021000A",)]
    assert runs([SPEC, FORMER_SPEC, EVENT, report]) == []
