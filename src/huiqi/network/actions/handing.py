"""挂点和交接: a firm is given to an officer by a person, and passes on with all that is open.

While the giver is there, the firm stays with them until somebody accepts; where the giver has
left, it stands on the list of the office with a clock until then.

Rows are locked in one order: the officers, the firm, the handover. So whoever leaves and whoever
is given a firm wait for each other, and the second one sees what the first one did.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiqi.concerns.clocks import after_workdays
from huiqi.inbox.actions import Whom
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import saying
from huiqi.kernel.words import in_words, on_record, worded
from huiqi.network.access import is_carer, is_office, is_system, is_taker
from huiqi.network.enums import Cause, HandoverState, Tier, VisitState
from huiqi.network.models import Handover, KeyFirm, Officer, Portfolio, Visit, VisitPromise
from huiqi.network.queries.firms import PENDING, UNSETTLED, open_items
from huiqi.network.queries.people import candidates, the_office
from huiqi.network.standards import Standard, standard_on
from huiqi.network.states import HANDOVER
from huiqi.network.telling import ask, last_moment, page_of_firm, settle, tell
from huiqi.network.words import Flaws
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization

WEIGHTS = {Tier.CITY: 3, Tier.DISTRICT: 2, Tier.STREET: 1}
LONGEST = 500
AnyRow = TypeVar("AnyRow", bound=models.Model)


@transaction.atomic
def list_firm(*, organization: Organization, tier: int, actor: Actor, now: datetime) -> KeyFirm:
    """列为重点企业: by the office; from now on it has a commissioner or a clock."""
    require(is_office | is_system, actor)
    flaws = Flaws()
    flaws.add(tier not in Tier.values, _("选层级"))
    flaws.add(organization.kind in PUBLIC_BODIES, _("只有企业可以列为重点企业"))
    flaws.add(organization.closed_until is not None, _("这家企业已经注销"))
    flaws.add(not organization.credit_code, _("先登记统一社会信用代码，再列为重点企业"))
    flaws.end()
    made = rows.save(
        KeyFirm(
            subject_id=organization.subject_id,
            organization=organization,
            tier=tier,
            weight=WEIGHTS[Tier(tier)],
            since=now,
            without_since=now,
            due_at=_due(now, _standard(now).assign),
        )
    )
    record_write(actor, "列为重点企业", made, subject_id=made.subject_id)
    _ask_office(made, now)
    return made


@transaction.atomic
def unlist_firm(*, key_firm: KeyFirm, actor: Actor, now: datetime) -> KeyFirm:
    """移出重点企业: not while it is being handed over."""
    require(is_office, actor)
    held = locked(key_firm)
    if held.handovers.filter(state__in=UNSETTLED).exists():
        raise Refused([_("这家企业正在交接，先办完交接")])
    _end_portfolio(held, now)
    held.until, held.officer, held.without_since, held.due_at = now, None, None, None
    rows.save(held, only=("until", "officer", "without_since", "due_at"))
    record_write(actor, "移出重点企业", held, subject_id=held.subject_id)
    settle(held, now)
    return held


@transaction.atomic
def assign_commissioner(
    *, key_firm: KeyFirm, officer: Officer | None, actor: Actor, now: datetime
) -> KeyFirm:
    """指定专员: of a firm that never had one, or whose handover is over; confirmed by a person."""
    require(is_office, actor)
    lock_officers(officer.pk if officer else None)
    held = locked(key_firm)
    if held.until is not None or held.officer_id is not None:
        raise WrongState([_("这家企业已经有专员，换人请办交接")])
    if held.handovers.filter(state__in=UNSETTLED).exists():
        raise WrongState([_("这家企业正在交接，请在交接里指定接手人")])
    chosen = _allowed(held, officer, now)
    _give(held, chosen, person_of(actor), now)
    record_write(actor, "指定服务专员", held, subject_id=held.subject_id)
    return held


@transaction.atomic
def start_handover(
    *, key_firm: KeyFirm, cause: str, reason: str, actor: Actor, now: datetime
) -> Handover:
    """发起交接: by the office or the commissioner; forced where the commissioner has left."""
    giver_id = KeyFirm.objects.values_list("officer", flat=True).get(pk=key_firm.pk)
    lock_officers(giver_id)
    held = locked(key_firm)
    require(is_office | is_carer | is_system, actor, held)
    if held.officer_id != giver_id:
        raise _changed()
    if held.officer is None:
        raise WrongState([_("这家企业没有专员，请直接指定")])
    flaws = Flaws()
    flaws.add(cause not in Cause.values, _("选交接的原因"))
    is_forced = held.officer.until is not None
    told = flaws.text(reason, _("交接的说明"), LONGEST, least=int(not is_forced))
    flaws.end()
    standing = held.handovers.filter(state__in=UNSETTLED).first()
    due_at = _due(now, _standard(now).accept)
    if standing is None:
        standing = rows.save(
            Handover(
                key_firm=held,
                subject_id=held.subject_id,
                giver=held.officer,
                cause=cause,
                reason=told,
                open_items=open_items(held, held.officer),
                opened_at=now,
                due_at=due_at,
            )
        )
    elif not is_forced:
        raise WrongState([_("这家企业正在交接")])
    record_write(actor, "发起交接", standing, subject_id=held.subject_id)
    if is_forced:
        _leave(held, now, due_at)
    if standing.state == HandoverState.OPEN:
        _ask_for_taker(standing, now)
    return standing


@transaction.atomic
def propose_taker(
    *, handover: Handover, officer: Officer | None, actor: Actor, now: datetime
) -> Handover:
    """指定接手人: the list of what is open is drawn up as it stands; the successor accepts it."""
    lock_officers(officer.pk if officer else None)
    held = _held(handover)
    chosen = _allowed(held.key_firm, officer, now, held.giver_id)
    done: Handover = HANDOVER.fire(
        held,
        "propose",
        actor=actor,
        is_held=True,
        taker=chosen,
        open_items=open_items(held.key_firm, held.giver),
        due_at=_due(now, _standard(now).accept),
    )
    _record(actor, "propose", done)
    firm = done.key_firm.organization
    text = saying("接手重点企业%(firm)s", firm=firm.name)
    ask(done, Whom(person=chosen.person), text, page_of_firm(firm), now, due=done.due_at)
    return done


@transaction.atomic
def accept_handover(*, handover: Handover, actor: Actor, now: datetime) -> Handover:
    """接手: from now on the firm, its planned visits and its promises are the successor's."""
    before = Handover.objects.get(pk=handover.pk)
    lock_officers(before.giver_id, before.taker_id)
    firm = locked(before.key_firm)
    held = _held(handover)
    if (held.taker_id, held.state) != (before.taker_id, before.state):
        raise _changed()
    require(is_taker, actor, held)
    taker = held.taker
    assert taker is not None
    _allowed(firm, taker, now, held.giver_id)
    done: Handover = HANDOVER.fire(held, "accept", actor=actor, is_held=True, now=now)
    _end_portfolio(firm, now)
    confirmed_by = done.proposed_by_id
    assert confirmed_by is not None  # the database holds to it for this state
    _give(firm, taker, confirmed_by, now)
    _pass_on(done, now)
    _record(actor, "accept", done)
    settle(done, now)
    return done


@transaction.atomic
def decline_handover(*, handover: Handover, reason: str, actor: Actor, now: datetime) -> Handover:
    """不能接手: with why; the office finds somebody else, by a clock of its own."""
    held = _held(handover)
    told = in_words(reason, _("为什么不能接手"), LONGEST)
    due_at = _due(now, _standard(now).accept)
    done: Handover = HANDOVER.fire(
        held, "decline", actor=actor, note=told, is_held=True, due_at=due_at
    )
    _record(actor, "decline", done)
    _ask_for_taker(done, now)
    return done


def return_handovers_to(officer: Officer, actor: Actor, now: datetime) -> None:
    """接手人离任: what waited for them to accept is the office's again."""
    waiting = officer.handovers.filter(state=HandoverState.PROPOSED).order_by("id")
    for one in waiting:
        decline_handover(handover=one, reason=_("接手人离任"), actor=actor, now=now)


@transaction.atomic
def withdraw_handover(*, handover: Handover, actor: Actor, now: datetime) -> Handover:
    """取消交接: only while the giver is still there."""
    done: Handover = HANDOVER.fire(_held(handover), "withdraw", actor=actor, is_held=True, now=now)
    _record(actor, "withdraw", done)
    settle(done, now)
    return done


def lock_officers(*ids: int | None) -> None:
    """锁定人员: by number, before any firm; who is none is left out."""
    there = Officer.objects.filter(pk__in=[one for one in ids if one is not None])
    list(there.select_for_update(of=("self",), no_key=True).order_by("pk"))


def locked(key_firm: KeyFirm) -> KeyFirm:
    """锁定: as it is now, until the end of the transaction."""
    return _as_it_is(KeyFirm.objects.select_related("organization", "officer"), key_firm.pk)


def _held(handover: Handover) -> Handover:
    related = ("key_firm__organization", "key_firm__officer", "giver", "taker__person")
    return _as_it_is(Handover.objects.select_related(*related), handover.pk)


def _as_it_is(found: QuerySet[AnyRow], pk: int) -> AnyRow:
    """Read once it is locked: what it points to may have changed while it was waited for."""
    found.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
    return found.get(pk=pk)


def _changed() -> WrongState:
    return WrongState([_("这件交接刚刚变了，请刷新页面，看过再办")])


def _standard(now: datetime) -> Standard:
    return standard_on(now.astimezone(CITY).date())


def _due(now: datetime, days: int) -> datetime:
    due = after_workdays(now, days)
    assert due is not None  # it never stands
    return due.at


def _allowed(
    key_firm: KeyFirm, officer: Officer | None, now: datetime, without: int | None = None
) -> Officer:
    """Of the candidates, with the reason why one is none."""
    wanted = officer.pk if officer else 0
    day = now.astimezone(CITY).date()
    for one in candidates(key_firm, day, without):
        if one.officer.pk == wanted:
            if one.refusal:
                raise Refused(
                    [
                        worded(
                            "不能选%(name)s：%(reason)s",
                            name=one.officer.person.name,
                            reason=one.refusal,
                        )
                    ]
                )
            return one.officer
    raise Refused([_("从名单里选一位在任的服务专员")])


def _give(held: KeyFirm, officer: Officer, confirmed_by: int, now: datetime) -> None:
    rows.save(
        Portfolio(
            key_firm=held,
            subject_id=held.subject_id,
            tier=held.tier,
            officer=officer,
            confirmed_by_id=confirmed_by,
            since=now,
        )
    )
    held.officer, held.without_since, held.due_at, held.told_at = officer, None, None, None
    rows.save(held, only=("officer", "without_since", "due_at", "told_at"))
    settle(held, now)
    tell(
        held,
        f"commissioner:{officer.pk}:{now.isoformat()}",
        Whom(organization=held.organization),
        saying(
            "贵企业的服务专员是%(unit)s的%(name)s，电话 %(phone)s",
            unit=officer.organization.name,
            name=officer.person.name,
            phone=officer.phone,
        ),
        now,
    )


def _end_portfolio(held: KeyFirm, now: datetime) -> None:
    for one in held.portfolios.filter(until=None).order_by("id"):
        one.until = now
        rows.save(one, only=("until",))


def _leave(held: KeyFirm, now: datetime, due_at: datetime) -> None:
    """Nobody has it from now on: that is the office's, by the clock."""
    _end_portfolio(held, now)
    held.officer, held.without_since, held.due_at, held.told_at = None, now, due_at, None
    rows.save(held, only=("officer", "without_since", "due_at", "told_at"))
    _ask_office(held, now)


def _pass_on(handover: Handover, now: datetime) -> None:
    """What the giver owed the firm is owed by the successor, by the same days."""
    giver, taker = handover.giver, handover.taker
    assert taker is not None
    mine = Q(subject=handover.subject_id, owner=giver.person_id, unit=giver.organization_id)
    visits = Visit.objects.select_for_update(of=("self",)).filter(mine, state=VisitState.PLANNED)
    promises = VisitPromise.objects.select_for_update(of=("self",)).filter(mine, state__in=PENDING)
    owed: list[Visit | VisitPromise] = [*visits.order_by("id"), *promises.order_by("id")]
    for one in owed:
        one.owner_id, one.unit_id = taker.person_id, taker.organization_id
        rows.save(one, only=("owner", "unit"))
        day = one.planned_on if isinstance(one, Visit) else one.due_on
        text = saying("接手的事项：%(text)s", text=str(one)[:60])
        page = page_of_firm(handover.key_firm.organization)
        ask(one, Whom(person=taker.person), text, page, now, due=last_moment(day))


def _ask_office(held: KeyFirm, now: datetime) -> None:
    firm = held.organization
    text = saying("给重点企业%(firm)s指定服务专员", firm=firm.name)
    ask(held, Whom(organization=the_office()), text, page_of_firm(firm), now, due=held.due_at)


def _ask_for_taker(handover: Handover, now: datetime) -> None:
    firm = handover.key_firm.organization
    text = saying("给交接的重点企业%(firm)s指定接手人", firm=firm.name)
    page = page_of_firm(firm)
    ask(handover, Whom(organization=the_office()), text, page, now, due=handover.due_at)


def _record(actor: Actor, move: str, handover: Handover) -> None:
    verb = on_record(HANDOVER.moves[move].title)
    record_write(actor, verb, handover, subject_id=handover.subject_id)
