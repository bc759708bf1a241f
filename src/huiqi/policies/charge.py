"""谁主管: which department runs a programme on a day, under its name of that day, and its people.

A department that was dissolved hands its business to its successor; where nobody has read from
which day, the old name stays and the new one is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.parties.enums import PUBLIC_BODIES, Kind
from huiqi.parties.models import Organization, Subject
from huiqi.parties.queries import KnownFacts, facts_of_many
from huiqi.policies.departments import Office, directory
from huiqi.policies.enums import DocumentKind, Level
from huiqi.policies.models import Basis, Keeper, Responsibility


@dataclass(frozen=True)
class Handler:
    """主管部门: its name on the day; ``why`` tells of a change of name, and is mostly empty."""

    name: str
    why: str = ""


def kept(day: date) -> Q:
    """仍在库: the rows that the library still told on ``day``."""
    return Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)


def handlers_on(day: date, programmes: Iterable[str]) -> dict[str, Handler]:
    """当日主管部门: by programme; left out where none is known for the day."""
    running = Responsibility.objects.filter(
        kept(day),
        Q(until__isnull=True) | Q(until__gt=day),
        since__lte=day,
        programme__in=set(programmes),
    ).order_by("since", "id")
    names = {one.programme: one.department for one in running}
    return {programme: handler_of(name, day) for programme, name in names.items()}


def handler_of(name: str, day: date, offices: Mapping[str, Office] | None = None) -> Handler:
    """当日名称: of a department that a file names; itself where nothing is known of it."""
    known = directory().by_name if offices is None else offices
    now, why, seen = name, "", {name}
    while (one := known.get(now)) is not None and one.successor not in {"", *seen}:
        if one.until is None:
            later = _("后来由%(new)s接手，从哪天起待核。") % {"new": one.successor}
            return Handler(now, later)
        if one.until > day:
            break
        why = _("原%(old)s，%(day)s 起由%(new)s接手。") % {
            "old": name,
            "day": one.until.isoformat(),
            "new": one.successor,
        }
        now = one.successor
        seen.add(now)
    return Handler(now, why)


@dataclass(frozen=True)
class Keeping:
    """谁维护: the bodies that keep a programme's words and rule, and why it is they.

    ``how`` is ``named`` by an administrator, ``responsible`` by the programme's file, or
    ``derived`` from who issued the document that it rests on; ``document`` tells which.
    """

    ids: frozenset[int]
    how: str
    document: str = ""


def keepings(programmes: Iterable[str], day: date) -> dict[str, Keeping]:
    """维护单位: by programme, in five queries; left out where nobody keeps it yet.

    Whoever was named for it; else the department in charge; else whoever the library takes for
    responsible by the issuer of its documents. Each counts if it is on file as a body.
    """
    wanted = set(programmes)
    begun = Keeper.objects.filter(since__lte=day, programme__in=wanted).order_by("since", "id")
    # The latest of each programme is the last to be put in.
    named = dict(begun.values_list("programme", "organization_id"))
    handlers, derived = handlers_on(day, wanted), derived_on(day, wanted)
    names = {one.name for one in handlers.values()} | {name for name, _document in derived.values()}
    bodies = _bodies_named(names, day)
    found: dict[str, Keeping] = {}
    for programme in sorted(wanted):
        if (pk := named.get(programme)) is not None:
            found[programme] = Keeping(frozenset({pk}), "named")
        elif programme in handlers:
            if ids := bodies.get(handlers[programme].name):
                found[programme] = Keeping(frozenset(ids), "responsible")
        elif programme in derived:
            name, document = derived[programme]
            if ids := bodies.get(name):
                found[programme] = Keeping(frozenset(ids), "derived", document)
    return found


def _bodies_named(names: set[str], day: date) -> dict[str, set[int]]:
    """The public bodies on file, by the names of the day.

    A body that still stands there under its former name counts where none has the new one.
    """
    known = directory().by_name
    former = {
        old: new for old in known if (new := handler_of(old, day, known).name) in names - {old}
    }
    on_file = Organization.objects.filter(name__in={*names, *former}, kind__in=PUBLIC_BODIES)
    found: dict[str, set[int]] = {}
    renamed: dict[str, set[int]] = {}
    for body, name in on_file.order_by("pk").values_list("pk", "name"):
        if name in names:
            found.setdefault(name, set()).add(body)
        else:
            renamed.setdefault(former[name], set()).add(body)
    return {**renamed, **found}


def derived_on(day: date, programmes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """按发文机关推定: by programme, the department of the day and the document that tells it.

    The first document that was read, is no mere reply, and is issued by a body of the same
    level as the programme's: a ministry's text makes no bureau of the city responsible.
    """
    responsible = directory().responsible
    bases = Basis.objects.filter(
        kept(day), programme__in=set(programmes), unverified=False
    ).exclude(document__kind=DocumentKind.REPLY)
    found: dict[str, tuple[str, str]] = {}
    for basis in bases.select_related("document").order_by("programme", "id"):
        department = responsible.get(basis.document.issuer)
        if department and _is_of(basis.programme, basis.document.level):
            told = handler_of(department, day).name, str(basis.document)
            found.setdefault(basis.programme, told)
    return found


def _is_of(programme: str, level: str) -> bool:
    """Whether a document of this level can tell who is responsible for the programme."""
    place = programme.partition(".")[0]
    own = Level.NATIONAL if place == "national" else Level.CITY
    return level == (Level.DISTRICT if "_" in place else own)


def keeper_ids(programme: str, day: date) -> frozenset[int]:
    """维护单位: the bodies whose officers keep the words of a programme; empty: nobody yet."""
    found = keepings([programme], day).get(programme)
    return found.ids if found else frozenset()


def name_of_keeper(programme: str, day: date) -> str:
    """维护单位的名称: of whoever keeps it on the day, be it on file or not; empty: nobody known."""
    if ids := keeper_ids(programme, day):
        names = Organization.objects.filter(pk__in=ids).order_by("pk")
        return "、".join(names.values_list("name", flat=True))
    if handler := handlers_on(day, [programme]).get(programme):
        return handler.name
    return derived_on(day, [programme]).get(programme, ("", ""))[0]


def programmes_of_keeper(organization_id: int, day: date) -> list[str]:
    """本单位维护的项目: by their numbers, in order."""
    named = Keeper.objects.values_list("programme", flat=True)
    told = Responsibility.objects.values_list("programme", flat=True)
    cited = Basis.objects.values_list("programme", flat=True)
    found = keepings({*named, *told, *cited}, day)
    return [name for name, one in found.items() if organization_id in one.ids]


def firms_on_file() -> QuerySet[Organization]:
    """在库企业: all firms that are still there."""
    return Organization.objects.filter(
        kind__in=(Kind.ENTERPRISE, Kind.SOLE_TRADER), closed_until=None
    )


def subjects_of_firms() -> QuerySet[Subject]:
    """在库企业的主体: of all firms that are still there."""
    return Subject.objects.filter(pk__in=firms_on_file().values("subject_id")).order_by("pk")


def facts_of_firms(day: date, batch: int = 2_000) -> Iterator[KnownFacts]:
    """在库企业的事实: of one firm after another, read from the database batch by batch."""
    numbers = subjects_of_firms().values_list("pk", flat=True).iterator(chunk_size=batch)
    while ids := list(islice(numbers, batch)):
        yield from (facts for _pk, facts in facts_of_many(ids, day))
