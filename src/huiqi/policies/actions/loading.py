"""装入政策文件: the library's documents, clauses, relations and departments, as often as one likes.

A document that is known keeps its number, whatever the library corrects in it: it is known by
the places that cite it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import models, transaction

from huiqi.kernel.access import Actor, is_system, require
from huiqi.library import Library
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
    """装入结果: how much there is now, and how many rows had to be written for it."""

    documents: int
    clauses: int
    written: int


@transaction.atomic
def load_documents(*, library: Library, actor: Actor) -> Loaded:
    """装入: everything the library says; what it says no longer is taken out.

    A document that nothing cites any more stays on file, for links that lead to it.
    """
    require(is_system, actor)
    gathered = gather(library)
    places, written = _documents(gathered)
    written += _bases(gathered, places)
    written += _clauses(gathered)
    written += _relations(gathered, places)
    written += _responsibilities(library)
    return Loaded(PolicyDocument.objects.count(), Clause.objects.count(), written)


def _documents(gathered: Iterable[Gathered]) -> tuple[dict[Place, PolicyDocument], int]:
    known: dict[Place, PolicyDocument] = {
        (basis.programme, basis.source): basis.document
        for basis in Basis.objects.select_related("document")
    }
    places, written, taken = {}, 0, set()
    for one in gathered:
        found = next((known[c.key] for c in one.cited if c.key in known), None)
        if found is None or found.pk in taken:
            found = _same(one) or PolicyDocument()
        written += _set(found, _columns(one))
        taken.add(found.pk)
        places.update({cited.key: found for cited in one.cited})
    return places, written


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


def _set(row: models.Model, columns: Mapping[str, Any]) -> int:
    """Write what differs; 1 when something did."""
    if row.pk and all(getattr(row, name) == value for name, value in columns.items()):
        return 0
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return 1


def _bases(gathered: Iterable[Gathered], places: Mapping[Place, PolicyDocument]) -> int:
    wanted = {
        cited.key: {
            "document_id": places[cited.key].pk,
            "unverified": cited.source.unverified,
            "note": cited.source.note,
        }
        for one in gathered
        for cited in one.cited
    }
    gone = [b.pk for b in Basis.objects.all() if (b.programme, b.source) not in wanted]
    Clause.objects.filter(basis__in=gone).delete()
    return _match(Basis, ("programme", "source"), wanted)


def _clauses(gathered: Iterable[Gathered]) -> int:
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
    return _match(Clause, ("basis_id", "item"), wanted)


def _relations(gathered: Iterable[Gathered], places: Mapping[Place, PolicyDocument]) -> int:
    """Only those that the library tells; what officers entered besides stays."""
    written = 0
    for one in gathered:
        for cited in one.cited:
            if cited.source.implements:
                other = places[cited.programme, cited.source.implements]
                _, is_new = DocumentRelation.objects.get_or_create(
                    document=places[cited.key], other=other, kind=RelationKind.IMPLEMENTS
                )
                written += is_new
    return written


def _responsibilities(library: Library) -> int:
    wanted = {
        (policy.id, one.from_, one.department): {
            "until": one.to + A_DAY if one.to else None,
            "clause": clause_of(policy, one.cite),
        }
        for policy in library.policies.values()
        for one in policy.responsible
    }
    return _match(Responsibility, ("programme", "since", "department"), wanted)


def _match(
    model: type[models.Model],
    key: tuple[str, ...],
    wanted: Mapping[tuple[Any, ...], Mapping[str, Any]],
) -> int:
    """Make the rows of a table those that are wanted; how many had to be written."""
    rows = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    gone = [row.pk for place, row in rows.items() if place not in wanted]
    model._default_manager.filter(pk__in=gone).delete()
    new = [
        model(**dict(zip(key, place, strict=True)), **columns)
        for place, columns in wanted.items()
        if place not in rows
    ]
    model._default_manager.bulk_create(new)
    changed = sum(_set(rows[place], columns) for place, columns in wanted.items() if place in rows)
    return len(gone) + len(new) + changed
