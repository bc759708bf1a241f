"""联系企业的办理: planned with other departments' visits in sight, made, or given up.

无事不扰: within the quiet period of any department's visit a plan needs a reason, and none is
planned at a firm that wants no visits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words, on_record, worded
from huiqi.network.access import is_planner, may_read_firm, stands_for_firm, unit_of
from huiqi.network.actions.promising import make_promise
from huiqi.network.enums import Way
from huiqi.network.models import Visit, VisitWish
from huiqi.network.models.contacts import LONGEST_LINE, LONGEST_TEXT
from huiqi.network.queries.firms import visits_near, wants_no_visits
from huiqi.network.standards import standard_on
from huiqi.network.states import VISIT
from huiqi.network.telling import ask, last_moment, page_of_visit, settle, tell
from huiqi.network.words import Flaws
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization

PREFIX = "ZF"


@dataclass(frozen=True)
class Promised:
    """一项承诺: what, until which day; an empty one is none."""

    text: str = ""
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """是否没有写: neither of the two."""
        return not self.text.strip() and self.due_on is None


@transaction.atomic
def plan_visit(  # noqa: PLR0913 -- all that a plan is
    *,
    firm: Organization,
    way: str,
    purpose: str,
    planned_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Visit:
    """计划联系: Refused with every flaw: too close to another visit without a reason, unwanted."""
    require(is_planner & may_read_firm, actor, firm)
    today = now.astimezone(CITY).date()
    standard = standard_on(today)
    flaws = Flaws()
    flaws.add(way not in Way.values, _("选联系方式"))
    flaws.add(firm.closed_until is not None, _("这家企业已经注销"))
    told = flaws.text(purpose, _("为了什么"), LONGEST_LINE)
    day = flaws.day(planned_on, _("计划日期"), today, standard.plan_most)
    why = flaws.text(reason, _("为什么不能等"), LONGEST_LINE, least=0)
    is_visit = way == Way.VISIT
    unwanted = is_visit and wants_no_visits(firm.subject_id)
    flaws.add(unwanted, _("这家企业表示不希望上门走访，请打电话或等企业提出"))
    near = visits_near(firm.subject_id, day, standard.quiet)
    flaws.add(
        is_visit and not why and any(one.way == Way.VISIT for one in near),
        _disturbs(near, standard.quiet),
    )
    flaws.end()
    made = rows.save(
        Visit(
            number=next_number(PREFIX, today),
            subject_id=firm.subject_id,
            organization=firm,
            unit_id=unit_of(actor),
            owner_id=person_of(actor),
            way=way,
            purpose=told,
            planned_on=day,
            reason=why,
            seen=[one.number for one in near],
            planned_at=now,
        )
    )
    record_write(actor, "计划联系企业", made, subject_id=made.subject_id)
    text = saying("联系企业%(firm)s：%(purpose)s", firm=firm.name, purpose=told[:40])
    ask(made, Whom(person=made.owner), text, page_of_visit(made), now, due=last_moment(day))
    said = saying("%(unit)s计划于 %(day)s 联系贵企业", unit=made.unit.name, day=day)
    tell(made, "planned", Whom(organization=firm), said, now)
    return made


@transaction.atomic
def record_visit(  # noqa: PLR0913 -- all that is known afterwards
    *,
    visit: Visit,
    made_on: date | None,
    findings: str,
    people_of_firm: str,
    people_of_city: str,
    promised: Sequence[Promised],
    actor: Actor,
    now: datetime,
) -> Visit:
    """记录联系: when, who, what was found out, and what was promised, each with its day."""
    held = _held(visit)
    today = now.astimezone(CITY).date()
    planned = held.planned_at.astimezone(CITY).date()
    flaws = Flaws()
    day = flaws.day(made_on, _("联系日期"), planned, max((today - planned).days, 0))
    told = flaws.text(findings, _("情况"), LONGEST_TEXT)
    theirs = flaws.text(people_of_firm, _("企业参加人"), LONGEST_LINE)
    ours = flaws.text(people_of_city, _("政府参加人"), LONGEST_LINE, least=0)
    given = [one for one in promised if not one.is_empty]
    for one in given:
        flaws.text(one.text, _("承诺"), LONGEST_LINE)
        flaws.day(one.due_on, _("兑现期限"), today, standard_on(today).promise_most)
    flaws.end()
    done: Visit = VISIT.fire(
        held,
        "make",
        actor=actor,
        is_held=True,
        now=now,
        made_on=day,
        findings=told,
        people_of_firm=theirs,
        people_of_city=ours,
    )
    record_write(actor, on_record(VISIT.moves["make"].title), done, subject_id=done.subject_id)
    settle(done, now)
    for one in given:
        assert one.due_on is not None
        make_promise(visit=done, text=one.text, due_on=one.due_on, actor=actor, now=now)
    return done


@transaction.atomic
def cancel_visit(*, visit: Visit, why: str, actor: Actor, now: datetime) -> Visit:
    """取消计划: with why; the firm hears of it."""
    held = _held(visit)
    told = in_words(why, _("为什么取消"), LONGEST_LINE)
    done: Visit = VISIT.fire(held, "cancel", actor=actor, note=told, is_held=True, why=told)
    record_write(actor, on_record(VISIT.moves["cancel"].title), done, subject_id=done.subject_id)
    settle(done, now)
    said = saying("%(unit)s取消了 %(day)s 的联系", unit=done.unit.name, day=done.planned_on)
    tell(done, "cancelled", Whom(organization=done.organization), said, now)
    return done


@transaction.atomic
def wish_about_visits(*, wants_none: bool, actor: Actor, now: datetime) -> VisitWish:
    """走访意愿: by the firm itself; what was planned before stays for its owner to settle.

    Whoever had planned a visit there hears of it.
    """
    require(stands_for_firm, actor)
    subject_id = actor.subject_id
    if subject_id is None:
        raise Refused([_("请先换到企业身份")])
    found = VisitWish.objects.select_for_update(of=("self",)).filter(subject=subject_id).first()
    wish = found or VisitWish(subject_id=subject_id)
    wish.wants_none, wish.said_by_id, wish.said_at = wants_none, person_of(actor), now
    rows.save(wish)
    verb = "不希望上门走访" if wants_none else "欢迎上门走访"
    record_write(actor, verb, wish, subject_id=subject_id)
    if wants_none:
        _tell_planners(subject_id, now)
    return wish


def _tell_planners(subject_id: int, now: datetime) -> None:
    planned = Visit.objects.filter(subject=subject_id, state="planned", way=Way.VISIT)
    for one in planned.select_related("owner", "organization").order_by("id"):
        said = saying("%(firm)s表示不希望上门走访，请改为电话或取消", firm=one.organization.name)
        whom = Whom(person=one.owner)
        tell(one, f"unwanted:{now.isoformat()}", whom, said, now, url=page_of_visit(one))


def _disturbs(near: Sequence[Visit], days: int) -> str:
    when = "、".join(f"{one.unit.name} {one.made_on or one.planned_on}" for one in near[:3])
    return worded(
        "前后 %(days)s 天内已有走访（%(when)s）：无事不扰，确要走访请写明为什么不能等",
        days=days,
        when=when,
    )


def _held(visit: Visit) -> Visit:
    found = Visit.objects.select_related("unit", "organization").select_for_update(of=("self",))
    return found.get(pk=visit.pk)
