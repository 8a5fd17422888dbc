"""Iceberg's jars for Spark, of what packages hold.

The package with the runtime leaves out the Jackson that the runtime has under a name of
its own. Spark has the same: its classes are given that name.
"""

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

RUNTIME = "snowpark_connect_deps_iceberg/jars/iceberg-spark-runtime-*_2.12-*.jar"
EXTENSIONS = "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
JACKSON = ("annotations", "core", "databind")
OURS = b"com/fasterxml/jackson"
SHADED = b"org/apache/iceberg/shaded/" + OURS
# The bytes after the tag of a constant; a text (1) tells its length itself.
SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4}
SIZES |= {15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
TEXT = 1
# A number of 64 bits counts as two constants.
WIDE = (5, 6)


def iceberg_settings(python: Path, folder: Path) -> dict[str, str]:
    """What a session is told: Spark's own catalog has Iceberg's tables as well."""
    catalog = "spark.sql.catalog.spark_catalog"
    return {
        "spark.jars": ",".join(map(str, iceberg_jars(python, folder))),
        "spark.sql.extensions": EXTENSIONS,
        catalog: "org.apache.iceberg.spark.SparkSessionCatalog",
        f"{catalog}.type": "hive",
        # A metastore in a folder has no tables for locks, and one writer.
        "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
    }


def iceberg_jars(python: Path, folder: Path) -> Sequence[Path]:
    """The runtime in an environment, and the Jackson it calls, made in the folder."""
    (packages,) = python.parents[1].glob("lib/python*/site-packages")
    (runtime,) = packages.glob(RUNTIME)
    jackson = folder / "shaded-jackson.jar"
    with ZipFile(jackson, "w") as shaded:
        for name in JACKSON:
            (jar,) = packages.glob(f"pyspark/jars/jackson-{name}-[0-9]*.jar")
            with ZipFile(jar) as plain:
                for path in plain.namelist():
                    if path.startswith(OURS.decode()) and path.endswith(".class"):
                        shaded.writestr(
                            renamed(path.encode()).decode(),
                            with_renamed_constants(plain.read(path)),
                        )
    return (runtime, jackson)


def renamed(text: bytes) -> bytes:
    """With the shaded name, be it written as a path or with points."""
    for mark in (b"/", b"."):
        text = text.replace(OURS.replace(b"/", mark), SHADED.replace(b"/", mark))
    return text


def with_renamed_constants(code: bytes) -> bytes:
    """A class file: all names that it has or calls are among its constants."""
    constants = list(constants_of(code))
    end = 10 + sum(map(len, constants))
    texts = (
        text_constant(renamed(constant[3:])) if constant[0] == TEXT else constant
        for constant in constants
    )
    return code[:10] + b"".join(texts) + code[end:]


def constants_of(code: bytes) -> Iterator[bytes]:
    """Each constant of a class file as it stands there."""
    (count,) = struct.unpack_from(">H", code, 8)
    number, start = 1, 10
    while number < count:
        tag = code[start]
        if tag == TEXT:
            size = 2 + struct.unpack_from(">H", code, start + 1)[0]
        else:
            size = SIZES[tag]
        yield code[start : start + 1 + size]
        start += 1 + size
        number += 2 if tag in WIDE else 1


def text_constant(text: bytes) -> bytes:
    return struct.pack(">BH", TEXT, len(text)) + text
