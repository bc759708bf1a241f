"""共性问题的查询: which concerns look alike, what an office has to do, and what is public."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from huiqi.concerns.enums import OPEN, Confidentiality, Kind
from huiqi.concerns.models import (
    Assessment,
    CommonProblem,
    Concern,
    Joining,
    ProblemCase,
    Progress,
    PublicSummary,
)
from huiqi.concerns.problem_enums import LIVE, ProblemState
from huiqi.concerns.queries.public import item_title
from huiqi.concerns.queries.scoped import cases_in_sight
from huiqi.kernel.access import Actor
from huiqi.kernel.sight import everything
from huiqi.triage import clusters, similar

HALF_A_YEAR: Final = timedelta(days=183)
MOST_COMPARED: Final = 300  # the newest: comparing is of each with each
MOST_LIKE: Final = 10
TABS: Final = ("open", "proposed", "unit", "late", "over", "all")
NEVER_PUBLIC: Final = (ProblemState.PROPOSED, ProblemState.REJECTED)


@dataclass(frozen=True)
class Alike:
    """相似的一组: what the system found alike, the largest group first; a person decides."""

    cases: tuple[Concern, ...]
    title: str
    firms: int
    open_count: int


@dataclass(frozen=True)
class Wanted:
    """筛选: a tab, words of the title or the number, and a cause."""

    tab: str = "open"
    text: str = ""
    cause: str = ""

    @property
    def is_narrow(self) -> bool:
        """是否有筛选."""
        return bool(self.text or self.cause)


def problems_wanted(wanted: Wanted, actor: Actor, day: date) -> QuerySet[CommonProblem]:
    """共性问题: the soonest due first; with the last assessment, pace and count of concerns."""
    over = [one for one in ProblemState if one not in LIVE]
    chosen = {
        "open": Q(state=ProblemState.OPEN),
        "proposed": Q(state=ProblemState.PROPOSED),
        "unit": Q(unit=actor.organization_id, state__in=LIVE),
        "late": Q(state=ProblemState.OPEN, due_on__lt=day),
        "over": Q(state__in=over),
    }.get(wanted.tab, Q())
    found = with_figures(CommonProblem.objects.filter(chosen))
    if wanted.text:
        found = found.filter(
            Q(number__iexact=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(unit__name__icontains=wanted.text)
        )
    if wanted.cause:
        found = found.filter(Q(cause=wanted.cause))
    return found.order_by("due_on", "id")


def with_figures(found: QuerySet[CommonProblem]) -> QuerySet[CommonProblem]:
    """附上数字: ``cause``, ``value``, ``pace`` as said last; how many cases and joined firms."""
    last = Assessment.objects.filter(problem=OuterRef("pk")).order_by("-id")
    paced = Progress.objects.filter(problem=OuterRef("pk")).order_by("-month", "-id")
    return found.select_related("unit").annotate(
        cause=Subquery(last.values("cause")[:1]),
        value=Subquery(last.values("value")[:1]),
        pace=Subquery(paced.values("pace")[:1]),
        case_count=Count("cases", distinct=True),
        joined_count=Count("joinings", filter=Q(joinings__left_at=None), distinct=True),
    )


def alike_in_sight(actor: Actor, now: datetime) -> list[Alike]:
    """相似的诉求: of the last half year, in nobody's problem yet, that the actor may see."""
    found = {one.pk: one for one in _comparable(actor, now)}
    groups = clusters({pk: _words(one) for pk, one in found.items()})
    return [_alike([found[pk] for pk in group]) for group in groups]


def like(texts: Sequence[str], actor: Actor, now: datetime, but: Collection[int]) -> list[Concern]:
    """还可能归入的: like what a problem says, the nearest first."""
    found = {one.pk: one for one in _comparable(actor, now) if one.pk not in but}
    near = similar("\n".join(texts), ((pk, _words(one)) for pk, one in found.items()))
    return [found[one.key] for one in near[:MOST_LIKE]]


def cases_numbered(numbers: Collection[str], actor: Actor) -> list[Concern]:
    """选中的诉求: of those that the actor may see; others are as if they did not exist."""
    known = [one for one in numbers if "\x00" not in one]
    return list(cases_in_sight(actor).filter(number__in=known).order_by("id"))


def published_problems() -> QuerySet[CommonProblem]:
    """公开的共性问题: with ``public_title`` and ``public_text``; within the scope of everything."""
    told = PublicSummary.objects.filter(problem=OuterRef("pk"), published_at__isnull=False)
    last = told.order_by("-version")
    found = with_figures(CommonProblem.objects.exclude(state__in=NEVER_PUBLIC))
    return (
        found.filter(Exists(told))
        .annotate(
            public_title=Subquery(last.values("title")[:1]),
            public_text=Subquery(last.values("text")[:1]),
            published_at=Subquery(last.values("published_at")[:1]),
        )
        .order_by("-opened_at", "-id")
    )


def joined_by(subject_id: int | None) -> QuerySet[Joining]:
    """一起反映的: by one firm, and still so, the newest first, with ``public_title``.

    Asked within the scope of everything.
    """
    told = PublicSummary.objects.filter(problem=OuterRef("problem"), published_at__isnull=False)
    title = Subquery(told.order_by("-version").values("title")[:1])
    found = Joining.objects.filter(subject=subject_id, left_at=None).annotate(public_title=title)
    return found.select_related("problem").order_by("-at", "-id")


def problems_of(case: Concern) -> list[CommonProblem]:
    """所属的共性问题: those a person put it in, and the one it goes with; rejected ones are not."""
    found = CommonProblem.objects.filter(Q(cases__concern=case) | Q(concerns=case))
    kept = found.exclude(state=ProblemState.REJECTED).select_related("unit").distinct()
    return list(kept.order_by("id"))


def shown_to_asker(case: Concern) -> list[tuple[CommonProblem, bool]]:
    """企业看到的共性问题: those that are taken up, each with whether it has a public page."""
    with everything():  # of a problem the firm reads only what is written for it
        kept = [one for one in problems_of(case) if _is_taken_up(one, case)]
        public = set(
            published_problems()
            .filter(pk__in=[one.pk for one in kept])
            .values_list("pk", flat=True)
        )
    return [(one, one.pk in public) for one in kept]


def _is_taken_up(problem: CommonProblem, case: Concern) -> bool:
    return problem.state != ProblemState.PROPOSED or problem.pk == case.problem_id


def _comparable(actor: Actor, now: datetime) -> list[Concern]:
    inside = ProblemCase.objects.filter(concern=OuterRef("pk"))
    found = cases_in_sight(actor).filter(
        ~Exists(inside),
        problem=None,
        submitted_at__gte=now - HALF_A_YEAR,
        confidentiality=Confidentiality.ORDINARY,
    )
    return list(found.exclude(kind=Kind.REPORT)[:MOST_COMPARED])


def _words(case: Concern) -> str:
    return f"{item_title(case.item) if case.item else ''} {case.title} {case.text}"


def _alike(cases: Sequence[Concern]) -> Alike:
    items = [one.item for one in cases if one.item]
    usual = max(items, key=items.count) if items else ""
    askers = {one.subject_id or f"-{one.pk}" for one in cases}
    return Alike(
        cases=tuple(cases),
        title=item_title(usual) if usual else cases[0].title,
        firms=len(askers),
        open_count=sum(one.state in OPEN for one in cases),
    )
