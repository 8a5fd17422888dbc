"""How much of each table a run of Spark has read, from Spark's log of its plans."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# Of a schema without nested types.
COLUMN = re.compile(r"[<,]\w+:")
SCAN = "Scan parquet spark_catalog."


@dataclass(frozen=True)
class Scan:
    """A table as one statement has read it."""

    table: str
    partitions: int
    columns: int
    filters: str

    @property
    def is_filtered(self) -> bool:
        """Whether partitions could be skipped."""
        return self.filters != "[]"


def scans_of(log: Path) -> Iterator[Scan]:
    """Of tables with partitions. What was planned and not carried out is not there."""
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    counted: dict[int, int] = {}
    for event in events:
        if event["Event"].endswith("SparkListenerDriverAccumUpdates"):
            counted.update(event["accumUpdates"])
    found: dict[int, Scan] = {}
    for event in events:
        if plan := event.get("sparkPlanInfo"):
            for node in nodes_of(plan):
                found.update(scan_of(node, counted))
    yield from found.values()


def nodes_of(plan: Mapping) -> Iterator[Mapping]:
    yield plan
    for child in plan["children"]:
        yield from nodes_of(child)


def scan_of(node: Mapping, counted: Mapping[int, int]) -> dict[int, Scan]:
    """By the counter of its partitions: a plan changed on its way comes again."""
    if not node["nodeName"].startswith(SCAN):
        return {}
    table = node["nodeName"].removeprefix(SCAN).split(".")[-1]
    return {
        metric["accumulatorId"]: Scan(
            table,
            counted[metric["accumulatorId"]],
            len(COLUMN.findall(node["metadata"]["ReadSchema"])),
            node["metadata"]["PartitionFilters"],
        )
        for metric in node["metrics"]
        if metric["name"] == "number of partitions read"
        and metric["accumulatorId"] in counted
    }
