"""The environments in which the adapters live, each made when it is asked for."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from dbt_process import PROJECT, run_program


class NotHereError(Exception):
    """What an engine needs and this machine does not have."""


def environment(name: str, needs: Sequence[str] = (), package: str = "engines") -> Path:
    """The interpreter of an environment with what its requirements pin.

    These are in the package's folder of requirements.
    """
    for program in needs:
        if shutil.which(program) is None:
            raise NotHereError(f"{program} is not installed")
    requirements = Path("tests", "python", package, "requirements", f"{name}.txt")
    folder = Path(".venv", package, name)
    process = run_program(
        ["sh", "scripts/set_up.sh", str(requirements)],
        cwd=PROJECT,
        env=os.environ | {"ENVIRONMENT": str(folder)},
    )
    if process.returncode != 0:
        raise NotHereError(
            f"its packages cannot be installed ({process.stdout[-200:]})"
        )
    return PROJECT / folder / "bin" / "python"
