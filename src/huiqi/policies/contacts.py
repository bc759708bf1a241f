"""联系方式的查询: whom to ask about a programme on a day, and every version of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from huiqi.policies.charge import Handler, handler_of, handlers_on
from huiqi.policies.models import Contact
from huiqi.rules.policy import Policy

# Down each line from its latest word; however many lines and words there are, this is one query.
_HISTORIES: Final = """
WITH RECURSIVE word AS (
    SELECT one.*, one.id AS line, 0 AS age FROM policies_contact one WHERE one.id = ANY(%s)
    UNION ALL
    SELECT older.*, word.line, word.age + 1
    FROM word JOIN policies_contact older ON older.id = word.replaces_id
)
SELECT * FROM word ORDER BY line, age
"""


@dataclass(frozen=True)
class Counter:
    """找谁问: the department of a programme on a day, None where nobody knows, and its lines."""

    programme: str
    handler: Handler | None
    contacts: tuple[Contact, ...]


def counter_of(policy: Policy, day: date) -> Counter:
    """找谁问: of one programme, whose department its file names."""
    name = policy.department_on(day)
    handler = handler_of(name, day) if name else None
    return _counters({policy.id: handler}, day)[policy.id]


def counters_of(programmes: Iterable[str], day: date) -> dict[str, Counter]:
    """找谁问: by programme; lines of the programme come before those of the department."""
    handlers = handlers_on(day, wanted := list(programmes))
    return _counters({one: handlers.get(one) for one in wanted}, day)


def _counters(handlers: Mapping[str, Handler | None], day: date) -> dict[str, Counter]:
    names = {handler.name for handler in handlers.values() if handler}
    is_ours = Q(programme__in=list(handlers)) | Q(programme="", department__in=names)
    lines = list(contacts_on(day).filter(is_ours).order_by("-programme", "office", "id"))
    return {
        one: Counter(one, handler, tuple(_lines(lines, one, handler)))
        for one, handler in handlers.items()
    }


def _lines(lines: list[Contact], programme: str, handler: Handler | None) -> Iterator[Contact]:
    for line in lines:
        is_general = not line.programme and handler and line.department == handler.name
        if line.programme == programme or is_general:
            yield line


def contacts_on(day: date) -> QuerySet[Contact]:
    """当日联系方式: the latest word on each line, where it holds on ``day``."""
    return Contact.objects.filter(
        Q(until=None) | Q(until__gt=day), replaced_by=None, is_gone=False, since__lte=day
    )


def history_of(contact: Contact) -> list[Contact]:
    """历次登记: of a line, the latest first."""
    return histories_of([contact])[contact.pk]


def histories_of(contacts: Iterable[Contact]) -> dict[int, list[Contact]]:
    """各行的历次登记: by the number of the line, each the latest first, with who wrote it."""
    ids = [one.pk for one in contacts]
    found: dict[int, list[Contact]] = {pk: [] for pk in ids}
    for row in Contact.objects.raw(_HISTORIES, [ids]).prefetch_related("made_by"):
        found[vars(row)["line"]].append(row)
    return found
