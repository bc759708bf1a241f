"""知识库的查询: what is an answer today, and what an office has to do about the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from huiqi.kernel.access import Actor
from huiqi.knowledge.models import Edition, Entry

S: Final = Edition.State
TABS: Final = ("all", "unit", "review", "soon", "expired", "over")
SOON_DAYS: Final = 30


@dataclass(frozen=True)
class Asked:
    """筛选: words of the question, the answer or the basis, and an item of any level."""

    text: str = ""
    item: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否有筛选."""
        return bool(self.text or self.item)


def answers_on(day: date) -> QuerySet[Edition]:
    """答案: published, and not past its last day, whether or not anybody has looked since."""
    found = _rows().filter(state=S.PUBLISHED, expires_on__gte=day)
    return found.order_by("-reviewed_at", "-id")


def answers_wanted(asked: Asked, day: date) -> QuerySet[Edition]:
    """筛选后的答案: the latest first."""
    return _narrowed(answers_on(day), asked)


def editions_wanted(tab: str, asked: Asked, actor: Actor, day: date) -> QuerySet[Edition]:
    """办理端的知识: each version that is in use or being made; those that are over in ``over``."""
    found = _rows().order_by("-written_at", "-id")
    over = (S.RETURNED, S.REPLACED, S.WITHDRAWN)
    own = Q(entry__unit=actor.organization_id)
    soon = date.fromordinal(day.toordinal() + SOON_DAYS)
    chosen = {
        "unit": own & ~Q(state__in=over),
        "review": Q(state=S.SUBMITTED),
        "soon": Q(state=S.PUBLISHED, expires_on__lte=soon),
        "expired": Q(state=S.EXPIRED) | Q(state=S.PUBLISHED, expires_on__lt=day),
        "over": Q(state__in=over),
    }.get(tab, ~Q(state__in=over))
    return _narrowed(found.filter(chosen), asked)


def past_their_day(day: date) -> QuerySet[Edition]:
    """到期的: published and not yet marked."""
    return _rows().filter(state=S.PUBLISHED, expires_on__lt=day).order_by("id")


def entries_from(number: str) -> QuerySet[Entry]:
    """出自这件诉求的知识: by number."""
    return Entry.objects.filter(source=number).order_by("number")


def _narrowed(found: QuerySet[Edition], asked: Asked) -> QuerySet[Edition]:
    if asked.text:
        found = found.filter(
            Q(question__icontains=asked.text)
            | Q(answer__icontains=asked.text)
            | Q(basis__icontains=asked.text)
            | Q(entry__number__iexact=asked.text)
        )
    return found.filter(entry__item__startswith=asked.item) if asked.item else found


def _rows() -> QuerySet[Edition]:
    return Edition.objects.select_related("entry", "entry__unit", "written_by", "reviewed_by")
