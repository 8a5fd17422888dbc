"""Loads raw rows into Spark, or fetches rows from it: a process of Spark's environment.

    python spark_session.py request.json

The request names the settings of the session, statements to run, and files: one of raw
rows to add to a table, one in which to leave the rows of a query.
"""

import json
import pickle
import sys
from pathlib import Path


def main(path: Path) -> None:
    from pyspark.sql import SparkSession

    request = json.loads(path.read_text("utf-8"))
    builder = SparkSession.builder.enableHiveSupport()
    for name, value in request["settings"].items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        for statement in request["statements"]:
            spark.sql(statement)
        if load := request.get("load"):
            table = spark.table(load["table"])
            rows = spark.read.schema(table.schema).json(load["path"])
            rows.write.insertInto(load["table"])
        answers = []
        for query in request.get("queries", []):
            frame = spark.sql(query)
            answers.append((frame.columns, [tuple(row) for row in frame.collect()]))
        if answers:
            Path(request["answers"]).write_bytes(pickle.dumps(answers))
    finally:
        spark.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
