"""Runs dbt where it may fail, on this project or on a copy; and other programs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# Through the interpreter, so that it works wherever the environment was moved.
DBT = (sys.executable, str(Path(sys.executable).with_name("dbt")))

# What a project is made of; the rest of the repository is not dbt's.
PROJECT_PARTS = (
    "dbt_project.yml",
    "profiles.yml",
    "macros",
    "models",
    "seeds",
    "tests",
)


def settings_of(folder: Path) -> dict[str, str]:
    """The environment without the caller's own settings of dbt and of the project."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DBT_", "INTERACTION_"))
    } | {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
        # Takes time, and nobody reads it; who does asks for it (--write-json).
        "DBT_LOG_LEVEL_FILE": "none",
        "DBT_WRITE_JSON": "false",
        "INTERACTION_EVENTS": "demo",
        "INTERACTION_QUALITY_DATABASE": str(folder / "warehouse.duckdb"),
        "INTERACTION_QUALITY_SALT": "salt of the tests",
    }


def folders_of(folder: Path, project: Path = PROJECT) -> list[str]:
    return [
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
    ]


def run_dbt(
    args: Sequence[str],
    folder: Path,
    project: Path = PROJECT,
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = DBT,
) -> subprocess.CompletedProcess[str]:
    """One dbt command in a process of its own; its output is in stdout."""
    return run_program(
        [*program, *args, *folders_of(folder, project)],
        env=settings_of(folder) | dict(env or {}),
    )


def run_program(
    command: Sequence[str],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """A process that is asked nothing; all of its output is in stdout."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def copy_project(folder: Path) -> Path:
    for part in PROJECT_PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(
                source, folder / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(source, made(folder) / part)
    return folder
