"""Which rules of dbt-score apply to which macros (used by pyproject.toml)."""

from dbt_score import Macro, rule_filter


@rule_filter(description="Macros that are called by name, not by adapter.dispatch.")
def is_entry_macro(macro: Macro) -> bool:
    """What default__ and the adapters' variants mean, their entry macro describes.

    The arguments of a generic test cannot be listed: dbt sees none in its macro.
    """
    return "__" not in macro.name and not macro.name.startswith("test_")
