"""What is told of a run on Spark, from a log and from a folder as Spark writes them."""

import json
from pathlib import Path

from run_spark import read, touched
from spark_plans import Scan, scans_of


def scan(table: str, counter: int, filters: str, schema: str = "struct<>") -> dict:
    """A node of a plan that reads a table, with two counters."""
    return {
        "nodeName": f"Scan parquet spark_catalog.analytics.{table}",
        "metadata": {"PartitionFilters": filters, "ReadSchema": schema},
        "metrics": [
            {"name": "number of files read", "accumulatorId": counter + 1},
            {"name": "number of partitions read", "accumulatorId": counter},
        ],
        "children": [],
    }


def started(*children: dict) -> dict:
    plan = {"nodeName": "Union", "metadata": {}, "metrics": [], "children": children}
    return {"Event": "x.SparkListenerSQLExecutionStart", "sparkPlanInfo": plan}


def counted(*updates: tuple[int, int]) -> dict:
    return {"Event": "x.SparkListenerDriverAccumUpdates", "accumUpdates": updates}


def test_the_partitions_that_were_read_are_counted_by_scan(tmp_path: Path) -> None:
    day = scan("int_turns", 10, "[in]", "struct<turn_id:string,cost_usd:double>")
    all_days = scan("int_turns", 20, "[]")
    never = scan("int_sessions", 30, "[]")
    events = [started(day, never), counted((10, 2), (11, 4)), started(all_days, day)]
    events += [counted((20, 365), (21, 366)), {"Event": "x.SparkListenerJobEnd"}]
    log = tmp_path / "log"
    log.write_text("\n".join(map(json.dumps, events)), "utf-8")

    assert sorted(scans_of(log), key=lambda each: each.partitions) == [
        Scan("int_turns", 2, 2, "[in]"),
        Scan("int_turns", 365, 0, "[]"),
    ]


def test_a_partition_that_is_written_new_or_gone_is_touched() -> None:
    before = {"int_turns": {"day=1": 1.0, "day=2": 1.0, "day=3": 1.0}}
    after = {
        "int_turns": {"day=1": 1.0, "day=2": 2.0, "day=4": 2.0},
        "int_journal": {"run=1": 1.0},
    }
    assert touched(before, after) == {"int_turns": 3, "int_journal": 1}
    assert touched(after, after) == {"int_turns": 0, "int_journal": 0}


def test_what_was_read_of_a_table_is_told_apart_by_whether_parts_were_skipped() -> None:
    scans = [
        Scan("int_turns", 2, 9, "[day in]"),
        Scan("int_turns", 39, 3, "[day in]"),
        Scan("int_turns", 365, 1, "[]"),
        Scan("int_turns", 365, 4, "[]"),
        Scan("int_sessions", 365, 50, "[]"),
    ]
    assert read("int_turns", {"scans": scans}) == (2, 39, 3, 2, 4)
    assert read("int_events", {"scans": scans}) == (0, 0, 0, 0, 0)
