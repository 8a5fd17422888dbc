"""Apache Spark in a process of its own: tables of files, a metastore in a folder."""

import json
import pickle
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from conftest import CONTRACT_COLUMNS, RawRow, as_raw_text

from .base import RAW_TABLE, EngineError, Rows

SESSION = Path(__file__).with_name("spark_session.py")


class Spark:
    """A folder of tables, each schema a warehouse."""

    target = "spark"

    def __init__(self, folder: Path, python: Path, memory: str = "4g") -> None:
        self.folder = folder
        self.python = python
        self.memory = memory
        self.program: Sequence[str] = (str(python), str(python.with_name("dbt")))

    def settings(self, schema: str) -> dict[str, str]:
        return {
            "INTERACTION_QUALITY_SPARK_WAREHOUSE": str(self.folder),
            "INTERACTION_QUALITY_SPARK_MEMORY": self.memory,
        }

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        # Not as CSV, of which Spark leaves out a row without a value.
        path = self.folder / "batch.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in rows:
                texts = {name: as_raw_text(row.get(name)) for name in CONTRACT_COLUMNS}
                file.write(json.dumps(texts) + "\n")
        columns = ", ".join(f"{name} string" for name in CONTRACT_COLUMNS)
        self._run(
            statements=[
                f"create schema if not exists {schema}",
                f"create table if not exists {schema}.{RAW_TABLE} ({columns})"
                " using parquet",
            ],
            load={"path": str(path), "table": f"{schema}.{RAW_TABLE}"},
        )

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        answers = self.folder / "answers.pickle"
        self._run(
            statements=[f"use {schema}"], queries=list(queries), answers=str(answers)
        )
        return pickle.loads(answers.read_bytes())

    def _run(self, **request: object) -> None:
        path = self.folder / "request.json"
        url = f"jdbc:derby:;databaseName={self.folder}/metastore;create=true"
        request["settings"] = {
            "spark.master": "local[2]",
            "spark.driver.memory": self.memory,
            "spark.sql.warehouse.dir": str(self.folder),
            "spark.hadoop.javax.jdo.option.ConnectionURL": url,
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
        }
        path.write_text(json.dumps(request), "utf-8")
        process = subprocess.run(
            [str(self.python), str(SESSION), str(path)],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if process.returncode != 0:
            raise EngineError(process.stdout)
