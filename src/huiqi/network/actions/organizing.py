"""组织和人员的办理: bodies set up, officers named; whoever leaves leaves no firm behind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.apart import each_apart
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.network.access import SERVERS, is_office, is_system
from huiqi.network.actions.handing import lock_officers, return_handovers_to, start_handover
from huiqi.network.enums import Cause, OrganKind, Part
from huiqi.network.models import Officer, Organ
from huiqi.network.words import Flaws
from huiqi.parties.enums import PUBLIC_BODIES, Role
from huiqi.parties.models import Organization, Person
from huiqi.parties.queries.acting import memberships_at


@transaction.atomic
def open_organ(
    *,
    kind: str,
    name: str,
    topic: str,
    organization: Organization | None,
    actor: Actor,
    now: datetime,
) -> Organ:
    """设立组织: by the office; the first office itself by the system. Refused with every flaw."""
    require(is_office | is_system, actor)
    flaws = Flaws()
    flaws.add(kind not in OrganKind.values, _("选组织的种类"))
    called = flaws.text(name, _("名称"), 60)
    about = flaws.text(topic, _("任务"), 200, least=int(kind == OrganKind.TASK_FORCE))
    is_public = organization is not None and organization.kind in PUBLIC_BODIES
    flaws.add(not is_public, _("组织要设在一个市级或区级部门"))
    flaws.end()
    assert organization is not None
    made = rows.save(
        Organ(
            kind=kind,
            name=called,
            topic=about,
            organization=organization,
            since=now.astimezone(CITY).date(),
        )
    )
    record_write(actor, "设立群服务组织", made)
    return made


@transaction.atomic
def appoint_officer(
    *,
    person: Person | None,
    organization: Organization | None,
    part: str,
    phone: str,
    actor: Actor,
    now: datetime,
) -> Officer:
    """登记服务人员: somebody with an office in that body, and a number firms can call."""
    require(is_office | is_system, actor)
    flaws = Flaws()
    flaws.add(part not in Part.values, _("选服务角色"))
    number = flaws.text(phone, _("公布的电话"), 20)
    if person is None or organization is None:
        flaws.add(True, _("选人员和单位"))
    else:
        held = memberships_at(now).filter(
            person=person, organization=organization, role__in=_roles()
        )
        flaws.add(not held.exists(), _("此人在这个单位没有办理岗位，先登记任职"))
    flaws.end()
    assert person is not None
    assert organization is not None
    made = rows.save(
        Officer(person=person, organization=organization, part=part, phone=number, since=now)
    )
    record_write(actor, "登记服务人员", made)
    return made


@transaction.atomic
def end_officer(*, officer: Officer | None, actor: Actor, now: datetime) -> Officer:
    """服务人员离任: each of their firms is on the office's list at once, to be handed over.

    Refused for nobody, and for one who has left. Who is locked is given no firm meanwhile.
    """
    require(is_office | is_system, actor)
    held = _officer_there(officer)
    held.until = now
    rows.save(held, only=("until",))
    record_write(actor, "服务人员离任", held)
    for one in held.key_firms.filter(until=None).order_by("id"):
        start_handover(key_firm=one, cause=Cause.LEFT, reason="", actor=actor, now=now)
    return_handovers_to(held, actor, now)
    return held


def release_leavers(actor: Actor, now: datetime) -> int:
    """任职已经结束的: left their body without anybody having said so here; how many."""
    require(is_system, actor)
    there = set(
        memberships_at(now)
        .filter(role__in=_roles())
        .order_by()
        .values_list("person_id", "organization_id")
    )
    serving = Officer.objects.filter(until=None).select_related("person").order_by("id")
    left = [
        one
        for one in serving
        if (one.person_id, one.organization_id) not in there or not one.person.is_active
    ]
    gone = each_apart(left, lambda one: end_officer(officer=one, actor=actor, now=now), "离任")
    return len(gone.done)


def _officer_there(officer: Officer | None) -> Officer:
    if officer is None:
        raise Refused([_("从名单里选一位在任的服务人员")])
    lock_officers(officer.pk)
    held = Officer.objects.get(pk=officer.pk)
    if held.until is not None:
        raise WrongState([_("此人已经离任，请另选一位")])
    return held


def _roles() -> tuple[Role, ...]:
    return (*SERVERS, Role.SUPERVISOR)
