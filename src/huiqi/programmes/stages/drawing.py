"""抽取专家: at random, from everybody who may, so that anybody can draw again and find the same.

The order of the draw is that of SHA-256 over the seed and the number of the person. The seed is
the digest of what the firm handed in: nobody who draws can choose it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from huiqi.kernel.words import on_record, worded
from huiqi.parties.enums import Role, Tie
from huiqi.parties.models import Person, Relation
from huiqi.parties.queries.acting import memberships_at
from huiqi.programmes.enums import SeatState
from huiqi.programmes.models import Application, PanelSeat

# How long after it an expert does not judge the same firm again; the city's own choice, 待核.
PAST_PAIR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Candidate:
    """候选专家: in the order of the draw; ``because`` says why not, empty for one that may."""

    person: Person
    because: str = ""


def order_of(seed: str, person_ids: Iterable[int]) -> list[int]:
    """抽取次序: the same for everybody who draws with this seed from these people."""
    return sorted(
        person_ids, key=lambda pk: (hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest(), pk)
    )


def candidates_for(application: Application, seed: str, now: datetime) -> list[Candidate]:
    """候选: every expert of the city in the order of the draw, with what the data tell of each."""
    held = memberships_at(now).filter(role=Role.EXPERT).select_related("person")
    people = {one.person_id: one.person for one in held}
    ties = _tied_to(application)
    employers = _employers(set(people), now)
    before = _judged_before(application, now)
    found = []
    for pk in order_of(seed, people):
        person = people[pk]
        because = _why_not(person, employers.get(pk, {}), ties, before)
        found.append(Candidate(person, because))
    return found


def _why_not(
    person: Person, employers: dict[int, str], ties: dict[str, str], before: set[int]
) -> str:
    for subject, name in employers.items():
        if f"subject:{subject}" in ties:
            return worded("任职单位「%(name)s」就是申报单位，或与它有关联", name=name)
        if f"name:{name}" in ties:
            return worded("任职单位「%(name)s」%(tie)s", name=name, tie=ties[f"name:{name}"])
    if f"name:{person.name}" in ties:
        return worded("与申报单位的关系：%(tie)s", tie=ties[f"name:{person.name}"])
    if person.pk in before:
        return worded("%(days)s 天内评过同一家企业", days=PAST_PAIR.days)
    return ""


def _tied_to(application: Application) -> dict[str, str]:
    """Who stands close to the firm: itself, who holds or heads it, and what it holds."""
    subject = application.subject_id
    found = {f"subject:{subject}": ""}
    ties = Relation.objects.filter(organization__subject=subject).select_related("holder")
    for one in ties.order_by("id"):
        found[f"name:{one.holder_name}"] = on_record(Tie(one.tie).label)
        if one.holder is not None:
            found[f"subject:{one.holder.subject_id}"] = on_record(Tie(one.tie).label)
    held = Relation.objects.filter(holder__subject=subject).select_related("organization")
    for one in held.order_by("id"):
        found[f"subject:{one.organization.subject_id}"] = on_record(Tie(one.tie).label)
    return found


def _employers(people: set[int], now: datetime) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    held = memberships_at(now).filter(person__in=people).select_related("organization")
    for one in held.order_by("id"):
        found.setdefault(one.person_id, {})[one.organization.subject_id] = one.organization.name
    return found


def _judged_before(application: Application, now: datetime) -> set[int]:
    seats = PanelSeat.objects.filter(
        run__application__subject=application.subject_id,
        state=SeatState.SUBMITTED,
        submitted_at__gte=now - PAST_PAIR,
    ).exclude(run__application=application)
    return set(seats.order_by("expert_id").values_list("expert_id", flat=True))
