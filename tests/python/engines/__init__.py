"""The project on every engine: the same raw rows, and marts equal to DuckDB's."""
