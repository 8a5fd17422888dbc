"""The statements of a second run, where no server can tell what the first has left.

A copy of the project in which every table is there and questions have an answer of the
right form, so that dbt compiles models as an increment has them. What runs before and
after models is compiled as an analysis of its own.
"""

import csv
import json
from pathlib import Path

from dbt_process import PROJECT, copy_project, made

SEED = PROJECT / "seeds" / "metric_definitions.csv"
# In place of the macros of these names, the project's own and dbt's.
EXISTING_RELATION = """
{% macro existing_relation(relation) -%} {{ return(relation) }} {%- endmacro %}
"""
ANSWERS = """
{% macro run_query(sql) -%}
    {%- if 'max(run_number)' in sql -%}
        {%- set runs = [
            ['run', 3], ['increment of facts', 3], ['increment of metrics', 3],
            ['everything', 1], ['pruned before 2025-12-01', 2]
        ] -%}
        {%- for node in graph.nodes.values() -%}
            {%- do runs.append([node.name, 2]) -%}
        {%- endfor -%}
        {{ return(runs) }}
    {%- elif 'moment_center' in sql -%}
        {{ return(METRICS) }}
    {%- elif 'select count(*)' in sql -%}
        {{ return(namespace(columns=[namespace(values=one)])) }}
    {%- endif -%}
    {#- Days, and the bounds of hours. -#}
    {{ return([
        ['2026-01-05 10:00:00.000000', '2026-01-06 09:00:00.000000', '2026-01-06']
    ]) }}
{%- endmacro %}

{% macro one() -%} {{ return([1]) }} {%- endmacro %}

{% macro is_incremental() -%} {{ return(true) }} {%- endmacro %}
"""


def as_increment(manifest: Path, folder: Path) -> Path:
    """The folder of such a copy; the manifest is that of the project as it is."""
    project = copy_project(folder)
    macros = project / "macros"
    existing = macros / "cross_database" / "existing_relation.sql"
    existing.write_text(EXISTING_RELATION, "utf-8")
    answers = ANSWERS.replace("METRICS", json.dumps(ratio_metrics()))
    (macros / "answers.sql").write_text(answers, "utf-8")
    analyses = made(project / "analyses")
    for name, sql in hooks(manifest):
        (analyses / f"{name}.sql").write_text(sql, "utf-8")
    return project


def hooks(manifest: Path) -> list[tuple[str, str]]:
    """A name and the text of each, which may name what its model depends on."""
    nodes = json.loads(manifest.read_text("utf-8"))["nodes"]
    return [
        (
            f"{kind}_{number}_of_{node['name']}",
            "".join(
                f"-- depends_on: {{{{ ref('{nodes[key]['name']}') }}}}\n"
                for key in node["depends_on"]["nodes"]
                if key in nodes
            )
            + hook["sql"],
        )
        for node in nodes.values()
        for kind, setting in (("before", "pre-hook"), ("after", "post-hook"))
        for number, hook in enumerate(node["config"].get(setting) or [])
    ]


def ratio_metrics() -> list[list[str]]:
    """The columns and rows that the project asks of its seed."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return [
            [
                row["metric_name"],
                row["numerator_measure"],
                row["denominator_measure"],
                row["moment_center"],
            ]
            for row in csv.DictReader(file)
            if row["kind"] != "quantile"
        ]
