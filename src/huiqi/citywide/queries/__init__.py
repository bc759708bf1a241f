"""全市的查询: the latest register, and what every firm matches."""

from huiqi.citywide.queries.matches import (
    changes_of_firm,
    changes_of_programme,
    counts_by_group,
    counts_of_programmes,
    firms_judged,
    firms_judged_by_group,
    firms_lacking_only,
    firms_matched,
    matches_of_firm,
    table_state,
)
from huiqi.citywide.queries.registers import KEPT, latest_register
from huiqi.citywide.queries.settled import Pair, settled_verdicts

__all__ = [
    "KEPT",
    "Pair",
    "changes_of_firm",
    "changes_of_programme",
    "counts_by_group",
    "counts_of_programmes",
    "firms_judged",
    "firms_judged_by_group",
    "firms_lacking_only",
    "firms_matched",
    "latest_register",
    "matches_of_firm",
    "settled_verdicts",
    "table_state",
]
