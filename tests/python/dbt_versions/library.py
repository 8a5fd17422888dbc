"""The library of DuckDB that dbt Core v2 loads, which is on npm."""

import shutil
from pathlib import Path

from dbt_process import PROJECT, made, run_program
from engines.environments import NotHereError

PINNED = Path(__file__).parent / "libduckdb"
INSTALLED = PROJECT / ".venv" / "dbt_versions" / "libduckdb"
FILES = ("package.json", "package-lock.json")
LIBRARY = "libduckdb.so"


def folder_of_library() -> Path:
    """Where the library is, installed by npm where it is not yet."""
    stamp = INSTALLED / "installed"
    lock = (PINNED / "package-lock.json").read_bytes()
    if not stamp.exists() or stamp.read_bytes() != lock:
        _install()
        stamp.write_bytes(lock)
    found = sorted(INSTALLED.rglob(LIBRARY))
    if not found:
        raise NotHereError(f"its build: npm has no {LIBRARY} for this machine")
    return found[0].parent


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotHereError("its build: npm is not installed")
    for name in FILES:
        shutil.copy(PINNED / name, made(INSTALLED))
    process = run_program(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=INSTALLED,
    )
    if process.returncode != 0:
        raise NotHereError(
            f"its build: npm cannot install {LIBRARY} ({process.stdout[-200:].strip()})"
        )
