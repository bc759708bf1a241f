"""装入政策文件: the library's documents, clauses, relations and departments, as often as one likes.

A document that is known keeps its number, whatever the library corrects in it: it is known by
the places that cite it. What the library says no longer is marked from the day on which it
did not, and stays on file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.now import now, today
from huiqi.library import Library
from huiqi.policies.actions.contacts import load_contacts
from huiqi.policies.actions.rows import Book
from huiqi.policies.actions.summaries import load_summaries
from huiqi.policies.enums import RelationKind
from huiqi.policies.models import (
    Basis,
    Clause,
    DocumentRelation,
    PolicyDocument,
    Responsibility,
)
from huiqi.policies.reading import Gathered, gather, kind_of, level_of
from huiqi.rules.answer import clause_of

Place = tuple[str, str]  # a programme, and the name of a source in its file
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Loaded:
    """装入结果: how much there is now, how many rows and summaries were written for it."""

    documents: int
    clauses: int
    written: int
    summaries: int = 0


@transaction.atomic
def load_documents(*, library: Library, actor: Actor) -> Loaded:
    """装入: everything the library says; what it says no longer is withdrawn from today on.

    A document that nothing cites any more stays on file, for links that lead to it.
    """
    require(is_system, actor)
    gathered, book = gather(library), Book(today())
    places = _documents(gathered, book)
    _bases(gathered, places, book)
    _clauses(gathered, book)
    _relations(gathered, places, book)
    _responsibilities(library, book)
    book.close()
    load_contacts(book)
    return Loaded(
        PolicyDocument.objects.count(),
        Clause.objects.filter(withdrawn_on=None).count(),
        book.written,
        load_summaries(library=library, now=now()),
    )


def _documents(gathered: Iterable[Gathered], book: Book) -> dict[Place, PolicyDocument]:
    known: dict[Place, PolicyDocument] = {
        (basis.programme, basis.source): basis.document
        for basis in Basis.objects.select_related("document")
    }
    places, taken = {}, set()
    for one in gathered:
        found = next((known[c.key] for c in one.cited if c.key in known), None)
        if found is None or found.pk in taken:
            found = _same(one) or PolicyDocument()
        book.set(found, _columns(one))
        taken.add(found.pk)
        places.update({cited.key: found for cited in one.cited})
    return places


def _same(one: Gathered) -> PolicyDocument | None:
    return PolicyDocument.objects.filter(
        title=one.title,
        document_no=one.document_no,
        issuer=one.issuer,
        issued_on=one.issued_on,
    ).first()


def _columns(one: Gathered) -> dict[str, Any]:
    return {
        "title": one.title,
        "document_no": one.document_no,
        "issuer": one.issuer,
        "kind": kind_of(one.title).value,
        "level": level_of(one.issuer).value,
        "issued_on": one.issued_on,
        "in_force_on": one.in_force_on,
        "until_on": one.until_on,
    }


def _bases(
    gathered: Iterable[Gathered], places: Mapping[Place, PolicyDocument], book: Book
) -> None:
    wanted = {
        cited.key: {
            "document_id": places[cited.key].pk,
            "unverified": cited.source.unverified,
            "note": cited.source.note,
        }
        for one in gathered
        for cited in one.cited
    }
    book.match(Basis, ("programme", "source"), wanted)


def _clauses(gathered: Iterable[Gathered], book: Book) -> None:
    basis_ids = {
        (programme, source): pk
        for programme, source, pk in Basis.objects.values_list("programme", "source", "pk")
    }
    wanted = {
        (basis_ids[cited.key], told.item): {
            "number": told.number,
            "text": told.text,
            "place": place,
        }
        for one in gathered
        for cited in one.cited
        for place, told in enumerate(cited.sentences)
    }
    book.match(Clause, ("basis_id", "item"), wanted)


def _relations(
    gathered: Iterable[Gathered], places: Mapping[Place, PolicyDocument], book: Book
) -> None:
    """Only those that the library told; what officers entered besides stays as it is."""
    wanted = {
        (
            places[cited.key].pk,
            places[cited.programme, cited.source.implements].pk,
            RelationKind.IMPLEMENTS.value,
        ): {"is_from_library": True}
        for one in gathered
        for cited in one.cited
        if cited.source.implements
    }
    key = ("document_id", "other_id", "kind")
    book.match(DocumentRelation, key, wanted, among=Q(is_from_library=True))


def _responsibilities(library: Library, book: Book) -> None:
    wanted = {
        (policy.id, one.from_, one.department): {
            "until": one.to + A_DAY if one.to else None,
            "clause": clause_of(policy, one.cite),
        }
        for policy in library.policies.values()
        for one in policy.responsible
    }
    book.match(Responsibility, ("programme", "since", "department"), wanted)
