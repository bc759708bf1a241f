"""公示的查询: notices as everybody may read them, and what was said against them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Greatest

from huiqi.kernel.sight import everything
from huiqi.library import load
from huiqi.publicity.enums import Phase
from huiqi.publicity.models import Extension, Objection, PublicAward, Publicity
from huiqi.publicity.queries.standing import not_upheld


@dataclass(frozen=True)
class Asked:
    """查公示: a text, the id of a department, a programme, the year of the first day, a phase.

    Empty or None leaves it out.
    """

    text: str = ""
    department: int | None = None
    programme: str = ""
    year: int | None = None
    phase: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否筛选: anything at all."""
        return self != Asked()


@dataclass(frozen=True)
class Heard:
    """异议的情况: how many were raised by name, how many clues came, what became of them."""

    named: int = 0
    clues: int = 0
    answered: int = 0
    upheld: int = 0

    @property
    def raised(self) -> int:
        """共收到: of both kinds."""
        return self.named + self.clues

    @property
    def waiting(self) -> int:
        """待答复: not answered yet."""
        return self.raised - self.answered


def notices() -> QuerySet[Publicity]:
    """全部公示: the last to begin first, each with its end, what it was extended by included."""
    extended = Extension.objects.filter(publicity=OuterRef("pk")).order_by("-until")
    return (
        Publicity.objects.select_related("department", "withdrawal")
        .annotate(
            ends_on=Cast(Greatest(F("until"), Subquery(extended.values("until")[:1])), DateField())
        )
        .order_by("-begins_on", "-id")
    )


def chosen(asked: Asked, day: date) -> QuerySet[Publicity]:
    """查到的公示: that have begun by a day and fit all that was asked, as they stand on it."""
    found = notices().filter(begins_on__lte=day)
    if asked.department is not None:
        found = found.filter(department=asked.department)
    if asked.programme:
        found = found.filter(programme=asked.programme)
    if asked.year is not None:
        found = found.filter(begins_on__year=asked.year)
    if asked.phase:
        found = found.filter(_in_phase(asked.phase, day))
    return found.filter(_says(asked.text)) if asked.text else found


def _in_phase(phase: str, day: date) -> Q:
    stands = Q(withdrawal=None)
    return {
        Phase.WITHDRAWN.value: Q(withdrawal__isnull=False),
        Phase.RUNNING.value: stands & Q(ends_on__gt=day),
        Phase.ENDED.value: stands & Q(ends_on__lte=day),
    }[phase]


def _says(text: str) -> Q:
    """In its own words, in those of its programme, or by the name of somebody whom it names."""
    policies = load().policies.values()
    programmes = [one.id for one in policies if text in one.title]
    named = PublicAward.objects.filter(
        Q(name__icontains=text) | Q(credit_code__iexact=text),
        publicity=OuterRef("pk"),
        publicity__withdrawal=None,
        withheld="",
    )
    return (
        Q(title__icontains=text)
        | Q(number__iexact=text)
        | Q(call__iexact=text)
        | Q(programme__in=programmes)
        | Q(Exists(named))
    )


def phase_of(notice: Publicity, day: date) -> Phase:
    """公示进展: of a notice on a day."""
    if hasattr(notice, "withdrawal"):
        return Phase.WITHDRAWN
    if day < notice.begins_on:
        return Phase.UPCOMING
    return Phase.RUNNING if day < notice.ends else Phase.ENDED


def heard_of(found: Iterable[Publicity]) -> dict[int, Heard]:
    """异议的情况: of each of these notices, by its id; numbers are for everybody."""
    with everything():
        counted = list(
            Objection.objects.filter(publicity__in=[one.pk for one in found])
            .order_by("publicity")
            .values("publicity")
            .annotate(
                named=Count("objector"),
                clues=Count("id", filter=Q(objector=None)),
                answered=Count("answer"),
                upheld=Count("answer", filter=Q(answer__is_upheld=True)),
            )
        )
    return {
        one["publicity"]: Heard(one["named"], one["clues"], one["answered"], one["upheld"])
        for one in counted
    }


def sums_of(found: Iterable[Publicity]) -> dict[int, tuple[int, int]]:
    """家数和合计: of the awards that still stand, in 分, by the id of the notice."""
    with everything():
        counted = list(
            not_upheld(
                PublicAward.objects.filter(publicity__in=[one.pk for one in found], withdrawal=None)
            )
            .order_by("publicity")
            .values("publicity")
            .annotate(count=Count("id"), fen=Sum("amount_fen"))
        )
    return {one["publicity"]: (one["count"], int(one["fen"])) for one in counted}
