"""The results page: what was measured, where, and which targets it meets."""

import math
import os
import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

FULL_REFRESH_RATIO = 1.3
INCREMENT_RATIO = 1 / 50
# An increment on twice the history may be this much dearer and still be as dear.
NOISE = 1.1
PEAK_MB = 4096
SLOPE = 10.5  # for ten times the events
LARGE = 100_000_000
SHOWN_STEPS = 25
# What is written below this heading by hand stays when the page is written again.
REMARKS = "## Remarks"

Results = dict[str, Any]


def machine() -> dict[str, str]:
    cpu = "unknown"
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("duckdb", "dbt-core", "dbt-duckdb")
    packages = ", ".join(f"{name} {version(name)}" for name in names)
    return {
        "processor": f"{len(os.sched_getaffinity(0))} cores, {cpu}",
        "memory": f"{memory:.1f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "versions": f"Python {platform.python_version()}, {packages}",
    }


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)


# ------------------------------------------------------------------------------ figures


def pairs_of(results: Results) -> list[Mapping[str, Mapping[str, float]]]:
    return results.get("pairs", {}).get("pairs", [])


def pair_ratio(results: Results, ours: str, theirs: str) -> float | None:
    """Median over the pairs of a figure of dbt by one of the script."""
    ratios = [pair["dbt"][ours] / pair["script"][theirs] for pair in pairs_of(results)]
    return statistics.median(ratios) if ratios else None


def full_refresh_ratio(results: Results) -> float | None:
    return pair_ratio(results, "sql_cpu_s", "sql_cpu_s")


def peak_mb(results: Results) -> float | None:
    return max((pair["dbt"]["peak_mb"] for pair in pairs_of(results)), default=None)


def overhead_s(results: Results) -> float | None:
    values = [pair["dbt"]["overhead_s"] for pair in pairs_of(results)]
    return statistics.median(values) if values else None


def increment_costs(results: Results) -> dict[int, tuple[float, float]]:
    """By days of history: CPU seconds of a day more, of the full refresh before it."""
    return {
        history["days"]: (
            statistics.median(run["sql_cpu_s"] for run in history["increments"]),
            history["full"]["sql_cpu_s"],
        )
        for history in results.get("increments", {}).get("histories", [])
    }


def increment_ratio(results: Results, days: int = 365) -> float | None:
    costs = increment_costs(results)
    return costs[days][0] / costs[days][1] if days in costs else None


def increment_growth(results: Results) -> float | None:
    costs = increment_costs(results)
    return costs[730][0] / costs[365][0] if {365, 730} <= costs.keys() else None


def slopes(results: Results) -> dict[str, float]:
    """CPU seconds for ten times the events, from each size to the next.

    Of a size measured more than once, what arrived in the fewest parts counts.
    """
    runs = []
    for run in results.get("slope", {}).get("runs", []):
        if not runs or run["events"] > runs[-1]["events"]:
            runs.append(run)
    return {
        f"{before['events']:,} to {after['events']:,}": (
            after["sql_cpu_s"] / before["sql_cpu_s"]
        )
        ** (1 / math.log10(after["rows"] / before["rows"]))
        for before, after in pairwise(runs)
    }


def last_line(results: Results) -> str:
    values = {
        "full_refresh_ratio": ("{:.2f}", full_refresh_ratio(results)),
        "increment_ratio": ("{:.4f}", increment_ratio(results)),
        "peak_mb": ("{:.0f}", peak_mb(results)),
        "dbt_overhead_s": ("{:.1f}", overhead_s(results)),
    }
    return " ".join(
        f"{name}={'none' if value is None else shape.format(value)}"
        for name, (shape, value) in values.items()
    )


# --------------------------------------------------------------------------------- page


def page(results: Results, facts: Mapping[str, str]) -> str:
    sections = [
        "# Benchmark results",
        "What each figure is: `benchmarks/README.md`.",
        table(["", ""], facts.items()),
        table(
            ["part", "date", "commit", "memory limit", "load before"],
            [
                [
                    *(name, part["date"], part["commit"]),
                    *(part["memory_limit"], part["load"]),
                ]
                for name, part in results.items()
            ],
        ),
        "## Targets",
        table(["", "target", "measured", ""], targets(results)),
    ]
    for name, section in (
        ("pairs", pairs_section),
        ("equality", equality_section),
        ("increments", increments_section),
        ("slope", slope_section),
    ):
        if name in results:
            sections += section(results[name])
    return "\n\n".join(sections) + "\n"


def remarks_of(path: Path) -> str:
    text = path.read_text("utf-8") if path.exists() else ""
    _, heading, remarks = text.partition(f"\n{REMARKS}\n")
    return heading + remarks


def targets(results: Results) -> Iterable[Sequence[str]]:
    yield target(
        "full refresh: CPU of dbt's SQL ÷ CPU of the script",
        full_refresh_ratio(results),
        FULL_REFRESH_RATIO,
    )
    yield target("its peak memory, MB", peak_mb(results), PEAK_MB)
    yield target(
        "a day more on 365 ÷ full refresh", increment_ratio(results), INCREMENT_RATIO
    )
    yield target("a day more on 730 ÷ on 365", increment_growth(results), NOISE)
    for sizes, slope in slopes(results).items():
        yield target(f"ten times the events, {sizes}", slope, SLOPE)
    for run in results.get("slope", {}).get("runs", []):
        if run["events"] >= LARGE:
            yield target(
                f"{run['events']:,} events arriving in {run['arrivals']}: peak, MB",
                run["peak_mb"],
                PEAK_MB,
            )


def target(name: str, value: float | None, limit: float) -> Sequence[str]:
    if value is None:
        return name, f"≤ {cell(limit)}", "not measured", ""
    verdict = (
        "met" if value <= limit else f"missed: {value / limit:.2f} times the target"
    )
    return name, f"≤ {cell(limit)}", cell(value), verdict


HEADER = [
    "SQL CPU s",
    "SQL wall s",
    "process CPU s",
    "process wall s",
    "overhead s",
    "peak MB",
    "read MB",
    "from disk MB",
    "rows a second",
]


def numbers(run: Mapping[str, float], rows: int) -> list[object]:
    return [
        *(run["sql_cpu_s"], run["sql_wall_s"], run["cpu_s"], run["wall_s"]),
        *(run["overhead_s"], run["peak_mb"], run["read_mb"], run["disk_mb"]),
        rows / run["wall_s"],
    ]


def pairs_section(part: Results) -> list[str]:
    pairs, rows = part["pairs"], part["rows"]
    ratios = {
        "SQL CPU": ("sql_cpu_s", "sql_cpu_s"),
        "SQL wall": ("sql_wall_s", "sql_wall_s"),
        "sum of the models' seconds ÷ wall of the script": ("steps_s", "wall_s"),
        "peak memory": ("peak_mb", "peak_mb"),
    }
    return [
        f"## Full refresh of {rows:,} rows",
        table(
            ["run", *HEADER],
            [
                [f"{name} {number}", *numbers(pair[name], rows)]
                for number, pair in enumerate(pairs, 1)
                for name in ("dbt", "script")
            ],
        ),
        table(
            ["dbt ÷ script, median of the pairs", ""],
            [
                [name, pair_ratio({"pairs": part}, ours, theirs)]
                for name, (ours, theirs) in ratios.items()
            ],
        ),
        "### Where the time goes",
        table(
            ["model of dbt", "wall s", "statement of the script", "CPU s"],
            [
                [*ours, *theirs]
                for ours, theirs in zip_longest(
                    dearest(pairs[-1]["dbt"]["steps"]),
                    dearest(pairs[-1]["script"]["steps"]),
                    fillvalue=("", ""),
                )
            ],
        ),
    ]


def dearest(steps: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(steps.items(), key=lambda step: -step[1])[:SHOWN_STEPS]


def equality_section(part: Results) -> list[str]:
    return [
        "## The marts of dbt and of the script",
        table(["mart", "rows", "differences"], part["marts"]),
    ]


def increments_section(part: Results) -> list[str]:
    rows = []
    for history in part["histories"]:
        full, days = history["full"], history["days"]
        rows.append([days, "full refresh", *numbers(full, history["rows"]), ""])
        for number, run in enumerate(history["increments"], 1):
            share = run["sql_cpu_s"] / full["sql_cpu_s"]
            rows.append([days, f"day {number} more", *numbers(run, run["rows"]), share])
    return [
        f"## A day more, {part['events_per_day']:,} events a day",
        table(["days", "run", *HEADER, "÷ full"], rows),
    ]


def slope_section(part: Results) -> list[str]:
    return [
        "## Ten times the events",
        table(
            ["events", "arriving in", "memory limit", *HEADER],
            [
                [
                    *(run["events"], run["arrivals"], run["memory_limit"]),
                    *numbers(run, run["rows"]),
                ]
                for run in part["runs"]
            ],
        ),
    ]
