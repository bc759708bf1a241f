"""政策的记录: documents, their clauses, departments, and what programmes are in plain words."""

from huiqi.policies.models.changes import LibraryChange
from huiqi.policies.models.departments import Contact, Keeper
from huiqi.policies.models.documents import (
    Basis,
    Clause,
    DocumentRelation,
    PolicyDocument,
    Responsibility,
)
from huiqi.policies.models.summaries import PARTS, Summary, labels
from huiqi.policies.models.upkeep import FirmCount, LinkCheck, Proposal, QuestionCount

__all__ = [
    "PARTS",
    "Basis",
    "Clause",
    "Contact",
    "DocumentRelation",
    "FirmCount",
    "Keeper",
    "LibraryChange",
    "LinkCheck",
    "PolicyDocument",
    "Proposal",
    "QuestionCount",
    "Responsibility",
    "Summary",
    "labels",
]
