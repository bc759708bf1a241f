"""受理台的办理: dispatched by a person, refused on a lawful ground, objections decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.concerns.access import has_chief, is_desk
from huiqi.concerns.actions.moving import locked, move
from huiqi.concerns.enums import Ground, Service
from huiqi.concerns.models import Concern, Refusal
from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import flaws_of_words, in_words, legible
from huiqi.parties.access import person_of
from huiqi.parties.enums import PUBLIC_BODIES
from huiqi.parties.models import Organization
from huiqi.triage import items

LONGEST_REASON: Final = 1_000
LONGEST_CHANNEL: Final = 500
LEAF: Final = 6  # letters of the code of an item that can be handled


@transaction.atomic
def dispatch_concern(
    *,
    case: Concern,
    item: str,
    unit: Organization | None,
    service: str,
    actor: Actor,
    now: datetime,
) -> Concern:
    """分派: the item, the unit and the class are confirmed by a person, whatever was suggested."""
    require(is_desk, actor, case)
    return _dispatched(case, "dispatch", item, unit, service, actor, now, "")


@transaction.atomic
def redirect_concern(  # noqa: PLR0913 -- all that a person confirms
    *,
    case: Concern,
    item: str,
    unit: Organization | None,
    service: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Concern:
    """改派: the objection was right; until the other unit signs, it answers for it."""
    require(is_desk, actor, case)
    if unit is not None and unit.pk == case.lead_id:
        raise Refused([_("改派要换一个单位；还由它办的，选「维持分派」")])
    told = in_words(reason, _("裁定的理由"), LONGEST_REASON)
    return _dispatched(case, "redirect", item, unit, service, actor, now, told)


@transaction.atomic
def insist_on_dispatch(*, case: Concern, reason: str, actor: Actor, now: datetime) -> Concern:
    """维持分派: final; what the unit cannot do alone it does with co-handlers."""
    require(is_desk, actor, case)
    told = in_words(reason, _("裁定的理由"), LONGEST_REASON)
    return move(case, "insist", actor=actor, now=now, note=told)


@transaction.atomic
def refuse_concern(
    *,
    case: Concern,
    ground: int,
    text: str,
    channel: str,
    actor: Actor,
    now: datetime,
) -> Concern:
    """不受理: on one of seven grounds, with the reason and where to go instead.

    A second time, after the firm disputed it, by another person only.
    """
    require(is_desk, actor, case)
    problems: list[str] = []
    if ground not in Ground.values:
        problems.append(_("选一种不受理的情形：只有七种"))
    problems += flaws_of_words(text, _("不受理的理由"), LONGEST_REASON)
    problems += flaws_of_words(channel, _("应当向哪里提出"), LONGEST_CHANNEL)
    if case.refusals.filter(by_id=actor.person_id).exists():
        problems.append(_("企业不服你上一次的决定，这次要由受理台另一个人决定"))
    if problems:
        raise Refused(problems)
    held, told = locked(case), legible(text)
    rows.save(
        Refusal(
            concern=held,
            ground=ground,
            text=told,
            channel=legible(channel),
            by_id=person_of(actor),
            at=now,
        )
    )
    return move(held, "refuse", actor=actor, now=now, note=told)


def _dispatched(  # noqa: PLR0913, PLR0917 -- the same for both
    case: Concern,
    name: str,
    item: str,
    unit: Organization | None,
    service: str,
    actor: Actor,
    now: datetime,
    note: str,
) -> Concern:
    problems = [*_problems(item, unit, service), *keeps_close(case, unit, now)]
    if problems or unit is None:
        raise Refused(problems)
    return move(
        case,
        name,
        actor=actor,
        now=now,
        note=note,
        item=item,
        service=service,
        lead_id=unit.pk,
    )


def keeps_close(case: Concern, unit: Organization | None, now: datetime) -> Iterator[str]:
    """保密的去处: a unit whose chief reads it; without one all of its officers would."""
    if case.is_close and unit is not None and not has_chief(unit.pk, None, now):
        yield _("保密的诉求只能分派给有处室负责人的单位：没有的，全单位的人都会看到")


def _problems(item: str, unit: Organization | None, service: str) -> Iterator[str]:
    if len(item) != LEAF or item not in items():
        yield _("选一个事项（三级）")
    if unit is None or unit.kind not in PUBLIC_BODIES or unit.closed_until is not None:
        yield _("选一个承办单位：市级部门或区级部门")
    if service not in Service.values:
        yield _("选办理类别：政策咨询、一般事项或复杂事项")
