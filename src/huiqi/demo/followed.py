"""关注样例: what the people of the demonstration firm follow, and how far policies came.

The counts of firms by stage are invented, as the firms are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from huiqi.follow.actions import save_search, subscribe, wait_for
from huiqi.follow.actions.changing import look_again
from huiqi.follow.actions.reach import say_why_not
from huiqi.follow.enums import Stage
from huiqi.follow.models import ReachStep, SavedSearch
from huiqi.follow.queries.changing import state_of
from huiqi.kernel.access import Actor
from huiqi.library import load
from huiqi.parties.enums import Part
from huiqi.parties.models import Organization
from huiqi.parties.queries import facts_of

Act = Callable[[datetime], object]

# Who follows what, for whom, since when.
SUBSCRIBED: Final = (
    ("10-11 09:20", "chenlan", "programme", "shenzhen.guarantee_fee", "firm"),
    ("10-11 09:25", "chenlan", "programme", "shenzhen_longgang.park_rent", "firm"),
    ("10-12 10:05", "zhoumin", "department", "深圳市工业和信息化局", "person"),
)
WAITED: Final = ("10-12 10:20", "hejing", "shenzhen.quality_and_brand")
SEARCHED: Final = ("10-12 10:30", "zhoumin", "贴息", "shenzhen.interest_subsidy")
# On that day nobody had told yet what interest was paid.
VISITED: Final = ("10-14 09:10", "chenlan", "interest_paid")
UNWANTED: Final = ("10-18 11:00", "chenlan", "shenzhen_longgang.park_rent", "papers")
# How many firms came to each stage of a programme: able, told, opened.
REACHED: Final[Mapping[str, tuple[int, int, int]]] = {
    "shenzhen.interest_subsidy": (64, 41, 17),
    "shenzhen.guarantee_fee": (38, 26, 9),
    "shenzhen.voucher_allowance": (52, 20, 12),
    "shenzhen.srdi_award": (11, 11, 3),
}
STAGES: Final = (Stage.ELIGIBLE, Stage.TOLD, Stage.OPENED)


def events(actors: Mapping[str, Actor], firm: Organization) -> Iterator[tuple[str, Act]]:
    """事件: each with its moment, as «10-11 09:20»."""
    for moment, who, kind, target, whose in SUBSCRIBED:
        yield moment, partial(_subscribe, actors[who], kind, target, whose)
    moment, who, programme = WAITED
    yield moment, partial(_wait, actors[who], programme)
    moment, who, text, unseen = SEARCHED
    yield moment, partial(_search, actors[who], text, unseen)
    moment, who, key = VISITED
    yield moment, partial(_visit, actors[who], firm, key)
    moment, who, programme, reason = UNWANTED
    yield moment, partial(_unwanted, actors[who], programme, reason)
    yield UNWANTED[0], _reached


def _subscribe(actor: Actor, kind: str, target: str, whose: str, moment: datetime) -> None:
    subscribe(kind=kind, target=target, whose=whose, actor=actor, now=moment)


def _wait(actor: Actor, programme: str, moment: datetime) -> None:
    wait_for(programme=programme, actor=actor, now=moment)


def _search(actor: Actor, text: str, unseen: str, moment: datetime) -> None:
    kept = save_search(name=text, text=text, facets={}, whose="firm", actor=actor, now=moment)
    seen = [name for name in kept.seen if name != unseen]
    SavedSearch.objects.filter(pk=kept.pk).update(seen=seen)


def _visit(actor: Actor, firm: Organization, key: str, moment: datetime) -> None:
    known = facts_of(firm.subject, moment.date())
    then = replace(known, known={name: one for name, one in known.known.items() if name != key})
    state = state_of(load().match(then), then)
    look_again(subject=firm.subject, state=state, actor=actor, now=moment)


def _unwanted(actor: Actor, programme: str, reason: str, moment: datetime) -> None:
    say_why_not(programme=programme, reason=reason, note="", actor=actor, now=moment)


def _reached(moment: datetime) -> None:
    firms = Organization.objects.filter(parts__part=Part.APPLICANT).order_by("id")
    subjects = list(firms.values_list("subject_id", flat=True)[: max(max(REACHED.values()))])
    ReachStep.objects.bulk_create(
        (
            ReachStep(subject_id=subject_id, programme=programme, stage=stage, at=moment)
            for programme, counts in REACHED.items()
            for stage, count in zip(STAGES, counts, strict=True)
            for subject_id in subjects[:count]
        ),
        ignore_conflicts=True,  # the firm that looked is among them
    )
