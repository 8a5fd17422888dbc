"""What `make test-dbt-versions` concludes of what dbt and its steps say."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dbt_versions.results import difference_in_kinds, kinds_of, results_in, surprises
from engines.base import EngineError
from engines.environments import NotHereError
from engines.outcomes import closed, outcome_of

RESULTS = {
    "model.project.orders": "success",
    "unit_test.project.orders.late": "error",
    "test.project.assert_sums": "fail",
    "test.project.unique_orders_id.1a2b": "pass",
    "unit_test.project.orders.early": "skipped",
}


def test_what_fails_is_a_surprise_unless_it_is_known() -> None:
    known = {"late", "assert_sums", "early"}
    assert surprises(RESULTS, known) == []
    assert surprises(RESULTS, known - {"late"}) == [
        "unit_test.project.orders.late: error"
    ]
    assert surprises(RESULTS, known - {"early"}) == [
        "unit_test.project.orders.early: skipped"
    ]


def test_what_is_known_to_fail_and_passes_or_is_not_there_is_a_surprise() -> None:
    known = {"late", "assert_sums", "early", "orders", "gone"}
    assert surprises(RESULTS, known) == [
        "gone: is known to fail, and did not",
        "orders: is known to fail, and did not",
    ]


def test_a_test_that_was_left_out_is_found() -> None:
    theirs = kinds_of(RESULTS)
    ours = kinds_of({"model.project.orders": "success"}, {"test.project.sums": "pass"})
    assert theirs == Counter(model=1, test=2, unit_test=2)
    assert difference_in_kinds(theirs, theirs) == []
    assert difference_in_kinds(ours, theirs) == [
        "1 of kind test, should be 2",
        "0 of kind unit_test, should be 2",
    ]


def test_results_are_read_without_hooks(tmp_path: Path) -> None:
    assert results_in(tmp_path) == {}
    nodes = RESULTS | {"operation.project.on-run-start-0": "success"}
    results = [{"unique_id": node, "status": word} for node, word in nodes.items()]
    path = tmp_path / "target" / "run_results.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"results": results}), "utf-8")
    assert results_in(tmp_path) == RESULTS


def steps(*found: list[str], end: Exception | None = None) -> Iterator:
    yield from (("step", lines) for lines in found)
    if end:
        raise end


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        (steps([], []), "equal"),
        (steps(["a"], ["b", "c"]), "differs: 3"),
        (steps([], end=NotHereError("no npm")), "not run: no npm"),
        (
            steps(["a"], end=NotHereError("no npm")),
            "differs: 1, the rest not run: no npm",
        ),
        (steps([], end=EngineError("broken")), "differs: dbt failed"),
    ],
)
def test_an_outcome_is_of_all_steps(findings: Iterator, outcome: str) -> None:
    assert outcome_of(findings, "equal") == outcome


def test_a_version_that_differs_fails_and_one_that_is_not_here_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert closed("dbt", {"1": "equal", "2": "not run: no npm"}) == 0
    assert capsys.readouterr().out == "dbt 1=equal 2=not run: no npm\n"
    assert closed("dbt", {"1": "equal", "2": "differs: 1"}) == 1
