"""一件申报的周围: the firm behind it, the money of its call, and the cases beside it in a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from huiqi.kernel.sight import everything
from huiqi.parties.models import Subject
from huiqi.parties.queries import facts_of, size_from
from huiqi.parties.saying import SIZES, label_of, value_text
from huiqi.programmes.enums import ApplicationState
from huiqi.programmes.models import Application, Call, StageRun
from huiqi.programmes.queries.money import standing_of_call

TELLING: Final = ("industry", "district", "employees", "revenue")
TO_DECIDE: Final = (ApplicationState.ACTIVE, ApplicationState.RETURNED)


@dataclass(frozen=True)
class Known:
    """企业的一项: its name and value as people read them; ``source`` and day, empty if unknown."""

    label: str
    value: str
    source: str = ""
    as_of: date | None = None


def firm_of(subject: Subject, on: date) -> Iterator[Known]:
    """企业概况: its size, and what says most about it, as it is known on a day."""
    known = facts_of(subject, on)
    yield Known(_("规模"), str(SIZES.get(str(size_from(known)["class"]), "")))
    for key in TELLING:
        if told := known.provenance.get(key):
            value = value_text(key, known)
            yield Known(label_of(key), value, str(told.source.label), told.as_of)
        else:
            yield Known(label_of(key), "")


@dataclass(frozen=True)
class Batch:
    """本批的钱: of a call, in 分: what it has, what is granted, and what is still asked for.

    ``waiting`` applications are not decided yet; ``asked_fen`` is what they ask for together,
    and ``silent`` of them name no sum.
    """

    ceiling_fen: int
    granted_fen: int
    waiting: int
    asked_fen: int
    silent: int

    @property
    def left_fen(self) -> int:
        """还没有核定的: of the ceiling."""
        return max(0, self.ceiling_fen - self.granted_fen)

    @property
    def share(self) -> Fraction:
        """已核定的比例: of the ceiling, from 0 to 1."""
        return min(Fraction(1), Fraction(self.granted_fen, self.ceiling_fen))

    @property
    def reach_percent(self) -> int | None:
        """够付几成: of what is asked for, in whole per cent, rounded down, at most 100; None where
        nobody asks for a sum.
        """
        return min(100, 100 * self.left_fen // self.asked_fen) if self.asked_fen else None


def batch_of(call: Call) -> Batch | None:
    """本批的钱: None where the call gives none. Sums over all offices, and nobody's name."""
    if not call.ceiling_fen:
        return None
    with everything():
        standing = standing_of_call(call)
        waiting = Application.objects.filter(call=call, state__in=TO_DECIDE).aggregate(
            count=Count("pk"), asked=Sum("asked_fen"), silent=Count("pk", Q(asked_fen=None))
        )
    return Batch(
        call.ceiling_fen,
        standing.granted,
        waiting["count"],
        int(waiting["asked"] or 0),
        waiting["silent"],
    )


@dataclass(frozen=True)
class Beside:
    """前后两件: their numbers, empty at either end of the list."""

    before: str = ""
    after: str = ""


def beside(run: StageRun, listed: QuerySet[StageRun]) -> Beside:
    """前后两件: of a list in order of the last day, those without one last; a case that stands
    in the list no more has those around the place where it stood.
    """
    same, day = Q(due_on=run.due_on), run.due_on
    later, earlier = same & Q(pk__gt=run.pk), same & Q(pk__lt=run.pk)
    if day is None:
        earlier |= Q(due_on__isnull=False)
    else:
        later |= Q(due_on__gt=day) | Q(due_on__isnull=True)
        earlier |= Q(due_on__lt=day)
    others = listed.exclude(application=run.application_id)
    numbers = others.values_list("application__number", flat=True)
    return Beside(
        before=numbers.filter(earlier).reverse().first() or "",
        after=numbers.filter(later).first() or "",
    )
