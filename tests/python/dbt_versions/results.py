"""What dbt writes down of a run: which node came to what."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

GOOD = ("success", "pass")

# The status of each node, by its id.
Results = Mapping[str, str]


def results_in(folder: Path) -> Results:
    """Of the nodes of a run; none of a run that has written down nothing."""
    path = folder / "target" / "run_results.json"
    if not path.exists():
        return {}
    results = json.loads(path.read_text("utf-8"))["results"]
    return {
        result["unique_id"]: result["status"]
        for result in results
        # A hook is a node to dbt 1 alone.
        if not result["unique_id"].startswith("operation.")
    }


def name_of(node: str) -> str:
    """The name by which it is selected, but for data tests with arguments."""
    return node.split(".")[-1]


def kinds_of(*runs: Results) -> Counter[str]:
    """How many models, tests and seeds there were."""
    return Counter(node.split(".")[0] for run in runs for node in run)


def surprises(results: Results, known: Collection[str]) -> list[str]:
    """What did not succeed and is not known to fail; what is known to and did not."""
    bad = [node for node, word in results.items() if word not in GOOD]
    missed = set(known) - {name_of(node) for node in bad}
    return [
        *(f"{node}: {results[node]}" for node in bad if name_of(node) not in known),
        *(f"{name}: is known to fail, and did not" for name in sorted(missed)),
    ]


def difference_in_kinds(ours: Counter[str], theirs: Counter[str]) -> list[str]:
    return [
        f"{ours[kind]} of kind {kind}, should be {theirs[kind]}"
        for kind in sorted(ours.keys() | theirs.keys())
        if ours[kind] != theirs[kind]
    ]
