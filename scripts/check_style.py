"""Checks what the linters cannot: how long the models are, and where dialects live."""

import re
import statistics
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]

MEDIAN_MODEL_LINES = 45
MAXIMUM_MODEL_LINES = 150
SQL_FOLDERS = ["models", "macros", "tests", "analyses"]
ENGINE = "target.type"

# YAML can call no macro: what it says in an engine's words is looked up in a table.
LOOKED_UP_IN_YAML = re.compile(r"\.get\(target\.type[,)]")


def sql_files(*folders: str) -> list[Path]:
    return sorted(
        path for folder in folders for path in (PROJECT / folder).rglob("*.sql")
    )


def length_faults() -> list[str]:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in sql_files("models")
    }
    if not lengths:
        return ["models: no model found"]
    faults = [
        f"{path.relative_to(PROJECT)}: {length} lines, {MAXIMUM_MODEL_LINES} allowed"
        for path, length in lengths.items()
        if length > MAXIMUM_MODEL_LINES
    ]
    median = statistics.median(lengths.values())
    if median > MEDIAN_MODEL_LINES:
        faults.append(
            f"models: median of {median:g} lines, {MEDIAN_MODEL_LINES} allowed"
        )
    return faults


def dialect_faults() -> list[str]:
    """What differs between engines is dispatched in a macro, never asked in place."""
    lines = [
        (f"{path.relative_to(PROJECT)}:{number}", line, path.suffix == ".yml")
        for path in [*sql_files(*SQL_FOLDERS), *yaml_files()]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]
    return [
        f"{place}: {ENGINE}"
        for place, line, is_yaml in lines
        if ENGINE in (LOOKED_UP_IN_YAML.sub("", line) if is_yaml else line)
    ]


def yaml_files() -> list[Path]:
    folders = [*SQL_FOLDERS, "seeds"]
    return [
        PROJECT / "dbt_project.yml",
        *sorted(path for name in folders for path in (PROJECT / name).rglob("*.yml")),
    ]


def main() -> None:
    faults = [*length_faults(), *dialect_faults()]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
