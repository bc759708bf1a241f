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
from huiqi.policies.models.drafts import RuleDraft
from huiqi.policies.models.effects import EffectFirm, EffectRun, Verdict
from huiqi.policies.models.summaries import PARTS, Summary, labels
from huiqi.policies.models.upkeep import FirmCount, LinkCheck, Proposal, QuestionCount

__all__ = [
    "PARTS",
    "Basis",
    "Clause",
    "Contact",
    "DocumentRelation",
    "EffectFirm",
    "EffectRun",
    "FirmCount",
    "Keeper",
    "LibraryChange",
    "LinkCheck",
    "PolicyDocument",
    "Proposal",
    "QuestionCount",
    "Responsibility",
    "RuleDraft",
    "Summary",
    "Verdict",
    "labels",
]
