"""承诺和转介的办理: each promise has a day and an owner; a referral ends only in a contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.clocks import after_workdays
from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words, legible, on_record, worded
from huiqi.network.access import is_of_unit, is_planner, may_read_firm, reaches, unit_of
from huiqi.network.enums import VisitState
from huiqi.network.models import Referral, Visit, VisitPromise
from huiqi.network.models.contacts import LONGEST_LINE
from huiqi.network.standards import standard_on
from huiqi.network.states import PROMISE, REFERRAL
from huiqi.network.telling import ask, last_moment, page_of_firm, page_of_visit, settle, tell
from huiqi.network.words import Flaws
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization

LONGEST: Final = 500


def make_promise(
    *, visit: Visit, text: str, due_on: date, actor: Actor, now: datetime
) -> VisitPromise:
    """承诺: at a contact, by whoever records it; what it says was looked at there."""
    made = rows.save(
        VisitPromise(
            visit=visit,
            subject_id=visit.subject_id,
            text=legible(text),
            unit_id=visit.unit_id,
            owner_id=person_of(actor),
            due_on=due_on,
            made_at=now,
        )
    )
    record_write(actor, "对企业作出承诺", made, subject_id=made.subject_id)
    said = saying("兑现对企业的承诺：%(text)s", text=made.text[:60])
    due = last_moment(due_on)
    ask(made, Whom(person=made.owner), said, page_of_visit(visit), now, due=due)
    told = saying(
        "%(unit)s承诺 %(day)s 前：%(text)s", unit=visit.unit.name, day=due_on, text=made.text[:60]
    )
    tell(made, "made", Whom(organization=visit.organization), told, now)
    return made


@transaction.atomic
def keep_promise(
    *, promise: VisitPromise, answer: str, actor: Actor, now: datetime
) -> VisitPromise:
    """兑现承诺: with what was done; after its day it is kept late and says so."""
    return _end(promise, "keep", _("做了什么"), answer, actor, now)


@transaction.atomic
def break_promise(
    *, promise: VisitPromise, answer: str, actor: Actor, now: datetime
) -> VisitPromise:
    """不能兑现承诺: said to the firm, with why."""
    return _end(promise, "break", _("为什么不能兑现"), answer, actor, now)


@transaction.atomic
def refer_firm(
    *, firm: Organization, unit: Organization | None, text: str, actor: Actor, now: datetime
) -> Referral:
    """转介: another unit is to get in touch with the firm, by its clock."""
    require(is_planner & may_read_firm, actor, firm)
    flaws = Flaws()
    told = flaws.text(text, _("请它做什么"), LONGEST)
    is_fit = unit is not None and unit.kind in PUBLIC_BODIES and unit.pk != actor.organization_id
    flaws.add(not is_fit, _("选另一个市级或区级部门"))
    if is_fit and unit is not None and not reaches(unit, firm):
        flaws.add(
            True,
            worded("%(unit)s只管本区的企业，请转给这家企业所在区的部门或市级部门", unit=unit.name),
        )
    flaws.end()
    assert unit is not None
    due = after_workdays(now, standard_on(now.astimezone(CITY).date()).refer)
    assert due is not None  # it never stands
    made = rows.save(
        Referral(
            subject_id=firm.subject_id,
            organization=firm,
            giver_id=person_of(actor),
            giver_unit_id=unit_of(actor),
            unit=unit,
            text=told,
            made_at=now,
            due_at=due.at,
        )
    )
    record_write(actor, "转介企业", made, subject_id=made.subject_id)
    said = saying("联系转介来的企业%(firm)s", firm=firm.name)
    ask(made, Whom(organization=unit), said, page_of_firm(firm), now, due=due.at)
    return made


@transaction.atomic
def complete_referral(
    *, referral: Referral, contact: Visit | None, actor: Actor, now: datetime
) -> Referral:
    """转介完成: only with a contact that this unit made with this firm since."""
    found = Referral.objects.select_related("giver", "organization")
    held = found.select_for_update(of=("self",)).get(pk=referral.pk)
    require(is_of_unit, actor, held)
    problems = list(_unfit(held, contact))
    if problems:
        raise Refused(problems)
    done: Referral = REFERRAL.fire(held, "complete", actor=actor, is_held=True, contact=contact)
    record_write(actor, "完成转介", done, subject_id=done.subject_id)
    settle(done, now)
    said = saying("转介的企业%(firm)s已经联系到", firm=done.organization.name)
    tell(done, "done", Whom(person=done.giver), said, now, url=page_of_firm(done.organization))
    return done


def _unfit(held: Referral, contact: Visit | None) -> Iterator[str]:
    if contact is None or contact.state != VisitState.MADE or contact.made_on is None:
        yield _("转介只有联系到企业才算完成：先记录一次联系")
        return
    if contact.subject_id != held.subject_id or contact.unit_id != held.unit_id:
        yield _("要选本单位和这家企业的联系")
    if contact.made_on < held.made_at.astimezone(CITY).date():
        yield _("要选转介以后的联系")


def _end(
    promise: VisitPromise, move: str, what: str, answer: str, actor: Actor, now: datetime
) -> VisitPromise:
    related = ("visit__organization", "unit")
    found = VisitPromise.objects.select_related(*related).select_for_update(of=("self",))
    held = found.get(pk=promise.pk)
    told = in_words(answer, what, LONGEST_LINE)
    done: VisitPromise = PROMISE.fire(held, move, actor=actor, is_held=True, now=now, answer=told)
    verb = on_record(PROMISE.moves[move].title)
    record_write(actor, verb, done, subject_id=done.subject_id)
    settle(done, now)
    if move == "keep":
        said = saying("承诺已兑现：%(text)s", text=done.text[:60])
    else:
        said = saying("承诺不能兑现：%(text)s。%(why)s", text=done.text[:60], why=told[:50])
    tell(done, move, Whom(organization=done.visit.organization), said, now)
    return done
