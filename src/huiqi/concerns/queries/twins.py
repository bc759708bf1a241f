"""同样的诉求: what the same firm has open with the same words; it is open once."""

from __future__ import annotations

from django.db.models import QuerySet

from huiqi.concerns.enums import OPEN
from huiqi.concerns.models import Concern
from huiqi.kernel.words import worded


def open_with(fingerprint: str) -> QuerySet[Concern]:
    """在办的同样的诉求: of anybody."""
    return Concern.objects.filter(fingerprint=fingerprint, state__in=OPEN)


def open_twin_of(case: Concern) -> Concern | None:
    """另一件同样的: of the same firm, handed in anew while this one was over."""
    if case.subject_id is None:
        return None
    return open_with(case.fingerprint).filter(subject=case.subject_id).exclude(pk=case.pk).first()


def is_open_as(twin: Concern) -> str:
    """已经在办: the sentence for a second one."""
    return worded("同样的诉求 %(number)s 正在办理，请在那一件里补充或催办", number=twin.number)
