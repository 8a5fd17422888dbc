"""Runs dbt with one setting after the other and parses the project only once.

Reads cases as JSON from standard input: each has a name, a command, variables, a folder
for its database, and whether the project is parsed anew with its variables. Writes by
name whether it succeeded and what was said in errors. In a process of its own, because
dbt keeps state and DuckDB allows one writer.
"""

import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from dbt.cli.main import dbtRunner

from dbt_process import folders_of, settings_of


def run(case: dict, manifest, scratch: Path) -> dict:
    folder = Path(case["folder"])
    folder.mkdir()
    os.environ |= settings_of(folder)
    errors = []

    def listen(event):
        if event.info.level == "error":
            errors.append(event.info.msg)

    command = [*case["command"], "--vars", json.dumps(case["variables"])]
    outcome = dbtRunner(
        manifest=None if case["is_parsed"] else manifest, callbacks=[listen]
    ).invoke(["--quiet", *command, *folders_of(scratch)])
    return {"success": outcome.success, "errors": "\n".join(errors)}


def main(scratch: Path) -> None:
    cases = json.load(sys.stdin)
    with redirect_stdout(sys.stderr):
        # The name of the file is the name of the database, the same in every case.
        os.environ |= settings_of(scratch)
        parsed = dbtRunner().invoke(["--quiet", "parse", *folders_of(scratch)])
        assert parsed.success, parsed.exception
        outcomes = {case["name"]: run(case, parsed.result, scratch) for case in cases}
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
