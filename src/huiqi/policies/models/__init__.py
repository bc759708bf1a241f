"""政策的记录: documents, their clauses, how they bear on one another, and plain summaries."""

from huiqi.policies.models.documents import (
    Basis,
    Clause,
    DocumentRelation,
    PolicyDocument,
    Responsibility,
)
from huiqi.policies.models.summaries import Summary

__all__ = [
    "Basis",
    "Clause",
    "DocumentRelation",
    "PolicyDocument",
    "Responsibility",
    "Summary",
]
