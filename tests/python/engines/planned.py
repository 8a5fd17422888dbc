"""How much an engine plans that takes a name for its text.

Trino plans a view, and a CTE, anew wherever it is named, and refuses what comes to
more than 150 stages (query.max-stage-count). A scan, a join or a grouping is a stage at
most.
"""

from collections.abc import Iterable, Mapping

from sqlglot import exp

# Under Trino's limit, as the estimate is rough and there is more to come.
MOST_PARTS = 100
PARTS = (exp.Join, exp.Group, exp.Distinct, exp.Window)


def overlarge(
    models: Mapping[str, exp.Expression], views: Iterable[str], most: int = MOST_PARTS
) -> list[str]:
    """The models whose statement has more parts, with those of the views it names."""
    parts = _Parts(models, set(views))
    return [
        f"{name}: {parts.of_model(name)} parts, {most} allowed"
        for name in models
        if parts.of_model(name) > most
    ]


class _Parts:
    def __init__(self, models: Mapping[str, exp.Expression], views: set[str]):
        self._models = models
        self._views = views
        self._known: dict[str, int] = {}

    def of_model(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = self._of(self._models[name], {})
        return self._known[name]

    def _of(self, node: exp.Expression, ctes: Mapping[str, int]) -> int:
        named = dict(ctes)
        for cte in node.ctes if isinstance(node, exp.Query) else ():
            named[cte.alias] = self._of(cte.this, named)
        own = int(isinstance(node, PARTS))
        if isinstance(node, exp.Table):
            own = self._of_relation(node, named)
        return own + sum(
            self._of(child, named)
            for child in node.iter_expressions()
            if not isinstance(child, exp.With)
        )

    def _of_relation(self, table: exp.Table, ctes: Mapping[str, int]) -> int:
        if not table.db and table.name in ctes:
            return ctes[table.name]
        return self.of_model(table.name) if table.name in self._views else 1
