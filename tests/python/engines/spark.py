"""Apache Spark in a process of its own: tables of files, a metastore in a folder."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from conftest import CONTRACT_COLUMNS, RawRow

from .base import RAW_TABLE, Rows
from .sessions import Session


class Spark:
    """A folder of tables, each schema a warehouse.

    What a file format needs of a session is in Spark's own file of defaults.
    """

    target = "spark"

    def __init__(
        self,
        folder: Path,
        python: Path,
        memory: str = "4g",
        file_format: str = "parquet",
        defaults: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.file_format = file_format
        self.configuration = folder / "configuration"
        self.configuration.mkdir(exist_ok=True)
        lines = [f"{name} {value}\n" for name, value in (defaults or {}).items()]
        (self.configuration / "spark-defaults.conf").write_text("".join(lines), "utf-8")
        self.memory = memory
        self.program: Sequence[str] = (str(python), str(python.with_name("dbt")))
        url = f"jdbc:derby:;databaseName={folder}/metastore;create=true"
        settings: dict[str, object] = {
            "spark.master": "local[2]",
            "spark.driver.memory": memory,
            "spark.sql.warehouse.dir": str(folder),
            "spark.hadoop.javax.jdo.option.ConnectionURL": url,
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            **(defaults or {}),
        }
        self.session = Session("spark_session.py", python, folder, settings)

    def settings(self, schema: str) -> dict[str, str]:
        return {
            "INTERACTION_QUALITY_SPARK_WAREHOUSE": str(self.folder),
            "INTERACTION_QUALITY_SPARK_MEMORY": self.memory,
            "INTERACTION_QUALITY_SPARK_FILE_FORMAT": self.file_format,
            "SPARK_CONF_DIR": str(self.configuration),
        }

    def load(self, schema: str, rows: Iterable[RawRow]) -> None:
        columns = ", ".join(f"{name} string" for name in CONTRACT_COLUMNS)
        table = f"{schema}.{RAW_TABLE}"
        self.session.load(
            [
                f"create schema if not exists {schema}",
                f"create table if not exists {table} ({columns}) using parquet",
            ],
            table,
            rows,
        )

    def fetch(self, schema: str, queries: Sequence[str]) -> list[Rows]:
        return self.session.fetch([f"use {schema}"], queries)
