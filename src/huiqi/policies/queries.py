"""政策文件的查询: documents as they stood on a day, their clauses, and who handles them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from django.db.models import Case, CharField, Exists, F, Min, OuterRef, Q, QuerySet, Value, When

from huiqi.library import load
from huiqi.policies.charge import kept
from huiqi.policies.contacts import Counter, counters_of
from huiqi.policies.enums import RelationKind, Standing
from huiqi.policies.models import (
    Basis,
    Clause,
    DocumentRelation,
    LibraryChange,
    PolicyDocument,
)
from huiqi.policies.search.question import number_of
from huiqi.policies.validity import Validity

SHORTEST_NUMBER: Final = 6  # of a number without its brackets: a sign, a year, one digit
MOST_CHANGES: Final = 50


@dataclass(frozen=True)
class DocumentFilter:
    """文件筛选: empty or None chooses all; ``text`` is in the title, number or issuer."""

    text: str = ""
    standing: str = ""
    issuer: str = ""
    year: int | None = None

    @property
    def is_narrow(self) -> bool:
        """是否有筛选."""
        return self != DocumentFilter()


@dataclass
class Article:
    """一条: a clause by its number, with what rests on it, by programme."""

    number: str
    lines: list[Clause] = field(default_factory=list)


@dataclass(frozen=True)
class Charge:
    """谁办: a programme that rests on the document, and whom to ask about it on the day."""

    programme: str
    title: str
    basis: Basis
    counter: Counter

    @property
    def department(self) -> str:
        """主管部门: empty where nobody knows."""
        return self.counter.handler.name if self.counter.handler else ""


def documents_on(day: date) -> QuerySet[Any]:
    """文件: each with its ``standing`` on ``day``, as validity.standing_on would say it."""
    repeals = DocumentRelation.objects.filter(
        kept(day), other=OuterRef("pk"), kind=RelationKind.REPEALS
    )
    still = Q(relations_to_it__withdrawn_on=None) | Q(relations_to_it__withdrawn_on__gt=day)
    annotated = PolicyDocument.objects.annotate(
        repealed_on=Min(
            "relations_to_it__on", filter=still & Q(relations_to_it__kind=RelationKind.REPEALS)
        ),
        repealed_sometime=Exists(repeals.filter(on__isnull=True)),
    )
    return annotated.annotate(standing=_standing(day))


def _standing(day: date) -> Case:
    has_end_known = Q(until_on__isnull=False) | Q(has_no_end=True)
    return Case(
        When(Q(until_on__lte=day) | Q(repealed_on__lte=day), then=Value(Standing.REPEALED.value)),
        When(
            Q(in_force_on__gt=day) | Q(in_force_on__isnull=True, issued_on__gt=day),
            then=Value(Standing.PENDING.value),
        ),
        When(
            has_end_known & Q(in_force_on__isnull=False, repealed_sometime=False),
            then=Value(Standing.IN_FORCE.value),
        ),
        default=Value(Standing.UNKNOWN.value),
        output_field=CharField(),
    )


def chosen_documents(day: date, wanted: DocumentFilter) -> QuerySet[Any]:
    """所选文件: the latest first, those without a day last."""
    found = documents_on(day)
    if wanted.text:
        found = found.filter(
            Q(title__icontains=wanted.text)
            | Q(document_no__icontains=wanted.text)
            | Q(issuer__icontains=wanted.text)
        )
    if wanted.standing:
        found = found.filter(standing=wanted.standing)
    if wanted.issuer:
        found = found.filter(issuer=wanted.issuer)
    if wanted.year is not None:
        found = found.filter(issued_on__year=wanted.year)
    # A query that counts groups forgets the order of its model.
    return found.order_by(F("issued_on").desc(nulls_last=True), "title", "id")


def documents_numbered(numbers: Sequence[str]) -> list[PolicyDocument]:
    """文号所指的文件: of numbers as a question tells them, whatever the brackets; by title.

    What stands before a number may belong to the sentence: «根据深府规20211» means 深府规20211.
    """
    if not numbers:
        return []
    known = PolicyDocument.objects.exclude(document_no="").order_by("title", "id")
    return [one for one in known if any(_is_of(number_of(one.document_no), n) for n in numbers)]


def _is_of(known: str, asked: str) -> bool:
    return asked.endswith(known) or (known.endswith(asked) and len(asked) >= SHORTEST_NUMBER)


def issuers() -> list[str]:
    """发文机关: all that are known, in order."""
    known = PolicyDocument.objects.exclude(issuer="").order_by("issuer")
    return list(known.values_list("issuer", flat=True).distinct())


def years() -> list[int]:
    """成文年份: all that are known, the latest first."""
    days = PolicyDocument.objects.dates("issued_on", "year", order="DESC")
    return [day.year for day in days]


def validity_of(document: PolicyDocument) -> Validity:
    """效力: of a document that ``documents_on`` found."""
    return Validity(
        issued_on=document.issued_on,
        in_force_on=document.in_force_on,
        until_on=document.until_on,
        has_no_end=document.has_no_end,
        repealed_on=cast("date | None", getattr(document, "repealed_on", None)),
        repealed_sometime=bool(getattr(document, "repealed_sometime", False)),
    )


def articles_of(document: PolicyDocument, day: date) -> list[Article]:
    """条款: of a document by number, each sentence once for each programme it is of.

    Those that the library had withdrawn on ``day`` are left out.
    """
    found: dict[str, Article] = {}
    told = set()
    clauses = Clause.objects.filter(kept(day), basis__document=document).select_related("basis")
    for clause in clauses.order_by("basis__programme", "place", "id"):
        said = (clause.basis.programme, clause.number, clause.text)
        if said not in told:
            told.add(said)
            found.setdefault(clause.number, Article(clause.number)).lines.append(clause)
    return list(found.values())


def relations_of(
    document: PolicyDocument, day: date
) -> tuple[list[DocumentRelation], list[DocumentRelation]]:
    """关系: what the document does to others, and what others do to it, as on file on ``day``."""
    own = document.relations.filter(kept(day)).select_related("other")
    foreign = document.relations_to_it.filter(kept(day)).select_related("document")
    return list(own), list(foreign)


def changes_of(document: PolicyDocument) -> list[LibraryChange]:
    """政策库变更: of a document, the latest first."""
    return list(document.changes.order_by("-on", "-id")[:MOST_CHANGES])


def charges_of(document: PolicyDocument, day: date) -> Iterator[Charge]:
    """谁办: for every programme that rests on a document."""
    bases = list(Basis.objects.filter(kept(day), document=document))
    counters = counters_of({basis.programme for basis in bases}, day)
    policies = load().policies
    for basis in bases:
        if basis.programme in policies:
            title = policies[basis.programme].title
            yield Charge(basis.programme, title, basis, counters[basis.programme])


@dataclass
class Rest:
    """依托的文件: a document that a programme rests on, with what its clauses mean for it.

    ``document`` has its ``standing`` on the day; ``articles`` are in the order of the programme.
    """

    document: PolicyDocument
    basis: Basis
    articles: list[Article] = field(default_factory=list)


def rests_of_programme(programme: str, day: date) -> list[Rest]:
    """依托的文件: of a programme, as its file names them, in three queries."""
    documents = {one.pk: one for one in documents_on(day).filter(bases__programme=programme)}
    bases = Basis.objects.filter(kept(day), programme=programme).order_by("id")
    return [
        Rest(documents[basis.document_id], basis, _articles(basis, day))
        for basis in bases.prefetch_related("clauses")
        if basis.document_id in documents
    ]


def _articles(basis: Basis, day: date) -> list[Article]:
    found: dict[str, Article] = {}
    told = set()
    for clause in basis.clauses.all():
        is_gone = clause.withdrawn_on is not None and clause.withdrawn_on <= day
        if not is_gone and (clause.number, clause.text) not in told:
            told.add((clause.number, clause.text))
            found.setdefault(clause.number, Article(clause.number)).lines.append(clause)
    return list(found.values())
