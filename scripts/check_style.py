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

# YAML can call no macro. What it may ask the engine is its name of a type, its format
# of files and whether a unit test is for it.
ASKED_IN_YAML = (
    r"\{\{ var\('\w+_types'\)\.get\(target\.type, '\w+'\) \}\}",
    r"\{\{ env_var\('\w+_FILE_FORMAT', '\w+'\) if target\.type == '\w+' else none \}\}",
    r"enabled: \"\{\{ target\.type == '\w+' and ",
)


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
    return [
        f"{path.relative_to(PROJECT)}:{number}: {ENGINE}"
        for path in [*sql_files(*SQL_FOLDERS), *yaml_files()]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ENGINE in line and not (path.suffix == ".yml" and is_asked_in_yaml(line))
    ]


def is_asked_in_yaml(line: str) -> bool:
    return any(re.search(pattern, line) for pattern in ASKED_IN_YAML)


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
