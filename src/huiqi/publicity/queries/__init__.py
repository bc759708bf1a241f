"""公示的查询: where awards stand, notices for everybody, and what a department has in hand."""

from huiqi.publicity.queries.books import Proposable, proposables
from huiqi.publicity.queries.desk import (
    drafts_in_sight,
    lines_of_draft,
    notices_of_department,
    objections_of_department,
)
from huiqi.publicity.queries.notices import Asked, Heard, chosen, heard_of, notices, phase_of
from huiqi.publicity.queries.periods import working_days_on
from huiqi.publicity.queries.standing import (
    awards_of,
    cleared_awards,
    standing_of,
    standing_told,
    standings_of,
)

__all__ = [
    "Asked",
    "Heard",
    "Proposable",
    "awards_of",
    "chosen",
    "cleared_awards",
    "drafts_in_sight",
    "heard_of",
    "lines_of_draft",
    "notices",
    "notices_of_department",
    "objections_of_department",
    "phase_of",
    "proposables",
    "standing_of",
    "standing_told",
    "standings_of",
    "working_days_on",
]
