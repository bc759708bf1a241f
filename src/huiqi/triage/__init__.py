"""分派建议: which item and department a concern probably belongs to; a person always decides.

Pure Python without a web framework, and deterministic: the same text has the same answer.
"""

from __future__ import annotations

from huiqi.triage.items import Item, Kind, Service, items
from huiqi.triage.near import Near, clusters, similar
from huiqi.triage.suggest import Suggestion, percent_of, suggest, whole_words
from huiqi.triage.warn import Caution, CautionKind, Span, warnings

__all__ = [
    "Caution",
    "CautionKind",
    "Item",
    "Kind",
    "Near",
    "Service",
    "Span",
    "Suggestion",
    "clusters",
    "items",
    "percent_of",
    "similar",
    "suggest",
    "warnings",
    "whole_words",
]
