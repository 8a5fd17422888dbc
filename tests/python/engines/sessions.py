"""What is asked of an engine through a process of its adapter's environment."""

import json
import pickle
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import CONTRACT_COLUMNS, RawRow, as_raw_text
from dbt_process import run_program

from .base import EngineError, Rows

PROCESSES = Path(__file__).parent / "processes"


class Session:
    """Requests to one of the programs in `processes`, each a process."""

    def __init__(
        self, program: str, python: Path, folder: Path, settings: dict[str, object]
    ) -> None:
        self.program = PROCESSES / program
        self.python = python
        self.folder = folder
        self.settings = settings

    def load(
        self, statements: Sequence[str], table: str, rows: Iterable[RawRow]
    ) -> None:
        """Adds raw rows to a table that the statements make."""
        # Not as CSV, which has no way to tell no text from an empty one.
        path = self.folder / "batch.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                values = {name: as_raw_text(row.get(name)) for name in CONTRACT_COLUMNS}
                texts = {
                    name: None if value is None else str(value)
                    for name, value in values.items()
                }
                file.write(json.dumps(texts) + "\n")
        self._run(statements=statements, load={"path": str(path), "table": table})

    def fetch(self, statements: Sequence[str], queries: Sequence[str]) -> list[Rows]:
        answers = self.folder / "answers.pickle"
        self._run(statements=statements, queries=list(queries), answers=str(answers))
        return pickle.loads(answers.read_bytes())

    def ask(self, **request: object) -> dict[str, Any]:
        """What the program answers in JSON."""
        answers = self.folder / "answers.json"
        self._run(**request, answers=str(answers))
        return json.loads(answers.read_text("utf-8"))

    def _run(self, **request: object) -> None:
        path = self.folder / "request.json"
        path.write_text(json.dumps(request | {"settings": self.settings}), "utf-8")
        process = run_program(
            [str(self.python), str(self.program), str(path)], cwd=self.folder
        )
        if process.returncode != 0:
            raise EngineError(process.stdout)


@contextmanager
def serving(command: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    """A server of this machine, from when it answers on its port."""
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            _wait_for(process, port, folder / "server.log")
            yield
        finally:
            process.terminate()
            process.wait()


def _wait_for(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise EngineError(f"the server did not come up: {log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
