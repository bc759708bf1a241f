"""会议的办理: held by a body of the network; each decision goes to a unit with a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words, legible
from huiqi.network.access import may_meet
from huiqi.network.models import Decision, Meeting, Organ
from huiqi.network.standards import standard_on
from huiqi.network.states import DECISION
from huiqi.network.telling import ask, last_moment, page_of_organ, settle
from huiqi.network.words import Flaws
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization

PREFIX: Final = "HY"
LONGEST: Final = 500


@dataclass(frozen=True)
class Decided:
    """议定的一项: what, by which unit, until which day; an empty one is none."""

    text: str = ""
    unit: Organization | None = None
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """是否没有写: no word and no day."""
        return not self.text.strip() and self.due_on is None


@transaction.atomic
def hold_meeting(  # noqa: PLR0913 -- all that a meeting is
    *,
    organ: Organ,
    held_on: date | None,
    topic: str,
    people: str,
    minutes: str,
    decided: Sequence[Decided],
    actor: Actor,
    now: datetime,
) -> Meeting:
    """记录会议: within the last 60 days; each decision with its unit and its day."""
    require(may_meet, actor, organ)
    today = now.astimezone(CITY).date()
    flaws = Flaws()
    flaws.add(organ.until is not None, _("这个组织已经撤销"))
    day = flaws.day(held_on, _("会议日期"), today - timedelta(days=60), 60)
    about = flaws.text(topic, _("议题"), 120)
    who = flaws.text(people, _("参加人"), LONGEST)
    said = flaws.text(minutes, _("纪要"), 5_000, least=0)
    given = [one for one in decided if not one.is_empty]
    for one in given:
        flaws.text(one.text, _("议定事项"), LONGEST)
        flaws.day(one.due_on, _("期限"), today, standard_on(today).promise_most)
        is_fit = one.unit is not None and one.unit.kind in PUBLIC_BODIES
        flaws.add(not is_fit, _("每一项都要选责任单位"))
    flaws.end()
    made = rows.save(
        Meeting(
            number=next_number(PREFIX, today),
            organ=organ,
            held_on=day,
            topic=about,
            people=who,
            minutes=said,
            recorded_by_id=person_of(actor),
            recorded_at=now,
        )
    )
    record_write(actor, "记录会议", made)
    for one in given:
        _decide(made, one, now)
    return made


@transaction.atomic
def finish_decision(*, decision: Decision, answer: str, actor: Actor, now: datetime) -> Decision:
    """议定事项办完: by the unit that had to, with what was done."""
    return _end(decision, "finish", _("办了什么"), answer, actor, now)


@transaction.atomic
def drop_decision(*, decision: Decision, answer: str, actor: Actor, now: datetime) -> Decision:
    """议定事项不再办: by the body that decided it, with why."""
    return _end(decision, "drop", _("为什么不再办"), answer, actor, now)


def _decide(meeting: Meeting, one: Decided, now: datetime) -> None:
    assert one.unit is not None
    assert one.due_on is not None
    made = rows.save(
        Decision(meeting=meeting, text=legible(one.text), unit=one.unit, due_on=one.due_on)
    )
    said = saying("办理会议议定事项：%(text)s", text=made.text[:60])
    page = page_of_organ(meeting.organ)
    ask(made, Whom(organization=one.unit), said, page, now, due=last_moment(one.due_on))


def _end(
    decision: Decision, move: str, what: str, answer: str, actor: Actor, now: datetime
) -> Decision:
    found = Decision.objects.select_related("meeting__organ")
    held = found.select_for_update(of=("self",)).get(pk=decision.pk)
    told = in_words(answer, what, LONGEST)
    done: Decision = DECISION.fire(held, move, actor=actor, is_held=True, now=now, answer=told)
    record_write(actor, "了结议定事项", done)
    settle(done, now)
    return done
