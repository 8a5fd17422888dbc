"""Generic tests for sources of one's own: on a table with the fault, and without."""

import csv
import json

import pytest
import yaml

from dbt_process import copy_project, run_dbt

# By sentinel: its column (none where the test is of the table), its arguments, the rows
# that are as they should be, and those that are not.
SENTINELS = {
    "durations_are_milliseconds": (
        "duration",
        {},
        [{"duration": value} for value in [900, 1200, 3.5] * 8],
        [{"duration": value} for value in [0.9, 1.2, 3500] * 8],
    ),
    "ratings_are_on_one_scale": (
        "stars",
        {"scale_min": 1, "scale_max": 5, "name_column": "survey"},
        [{"survey": "a", "stars": 1}, {"survey": "a", "stars": 5}],
        [{"survey": "a", "stars": 0}, {"survey": "b", "stars": 5}],
    ),
    "feedback_is_not_copied_to_spans": (
        "score",
        {"trace_column": "trace", "span_column": "span", "name_column": "name"},
        [
            {"trace": "t", "span": "s1", "name": "thumb", "score": 1},
            {"trace": "t", "span": "s2", "name": "thumb", "score": 0},
            {"trace": "u", "span": "s3", "name": "thumb", "score": 1},
        ],
        [
            {"trace": "t", "span": "s1", "name": "thumb", "score": 1},
            {"trace": "t", "span": "s2", "name": "thumb", "score": 1},
        ],
    ),
    "one_row_per_evaluation": (
        "context_kind",
        {"evaluation_columns": ["flag", "asked_at"]},
        [
            {"flag": "f", "asked_at": "10:00", "context_kind": "user"},
            {"flag": "f", "asked_at": "10:01", "context_kind": "user"},
        ],
        [
            {"flag": "f", "asked_at": "10:00", "context_kind": "user"},
            {"flag": "f", "asked_at": "10:00", "context_kind": "device"},
        ],
    ),
    "transcripts_are_whole": (
        None,
        {"transcript_columns": ["name", "begun"]},
        [{"name": "c1", "begun": "10:00"}, {"name": "c1", "begun": "11:00"}],
        [{"name": "c1", "begun": "10:00"}, {"name": "c1", "begun": "10:00"}],
    ),
    "histories_are_not_repeated": (
        "words",
        {"conversation_column": "chat"},
        [
            *({"chat": "c", "words": words} for words in ["hi", "yes", "no", "ok"]),
            *({"chat": "c", "words": "yes"}, {"chat": "d", "words": "hi"}),
        ],
        [{"chat": "c", "words": words} for words in ["hi", "hi", "hi", "where is it"]],
    ),
}


@pytest.fixture(scope="module")
def statuses(tmp_path_factory):
    """Of every sentinel how it ended on the sound table and on the faulty one."""
    folder = tmp_path_factory.mktemp("sentinels")
    project = copy_project(folder / "project")
    seeds = []
    for name, (column, arguments, *tables) in SENTINELS.items():
        for kind, rows in zip(("sound", "faulty"), tables, strict=True):
            table = f"{kind}_{name}"
            with (project / "seeds" / f"{table}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
            test = {name: {"name": f"{name}_of_{kind}", "arguments": arguments}}
            seeds.append(
                {"name": table, "data_tests": [test]}
                if column is None
                else {
                    "name": table,
                    "columns": [{"name": column, "data_tests": [test]}],
                }
            )
    (project / "seeds" / "sentinels.yml").write_text(yaml.safe_dump({"seeds": seeds}))
    names = [seed["name"] for seed in seeds]
    process = run_dbt(["--write-json", "build", "--select", *names], folder, project)
    results = folder / "target" / "run_results.json"
    assert results.is_file(), process.stdout
    return {
        result["unique_id"].split(".")[2]: result["status"]
        for result in json.loads(results.read_text("utf-8"))["results"]
    }


@pytest.mark.parametrize("name", SENTINELS)
def test_a_sentinel_passes_what_is_sound_and_fails_what_is_not(name, statuses):
    assert statuses[f"{name}_of_sound"] == "pass"
    assert statuses[f"{name}_of_faulty"] == "fail"
