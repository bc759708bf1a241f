"""人员的办理: who holds a role in an organization, and whom a firm lets act for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, Check, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.access import is_officer, is_owner, is_security_admin, person_of, subject_id_of
from huiqi.parties.actions.locks import locked
from huiqi.parties.enums import FIRM_ROLES, OFFICERS, PUBLIC_BODIES, Kind, Part, Power, Role
from huiqi.parties.models import (
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
)
from huiqi.parties.queries.acting import mandates_at, memberships_at

LONGEST_MANDATE: Final = timedelta(days=366)
# A role that only bodies of a certain part have.
PARTS: Final = {Role.PROVIDER_STAFF: Part.PROVIDER, Role.BANK_STAFF: Part.BANK}


def _appointer(role: Role) -> Check:
    """Officers see the papers of a firm's first owner; the owner appoints the others."""
    if role in OFFICERS or role == Role.EXPERT:
        return is_security_admin | is_system
    return (is_owner | is_officer | is_system) if role == Role.OWNER else (is_owner | is_system)


@transaction.atomic
def add_member(
    *, organization: Organization, person: Person, role: Role, actor: Actor, now: datetime
) -> Membership:
    """登记任职: from now on the person holds the role; nobody gives a role to themselves."""
    at = locked(organization)
    require(_appointer(role), actor, at)
    if problems := list(_unfit(at, person, role, actor)):
        raise Refused(problems)
    new = rows.save(
        Membership(
            person=person,
            organization=at,
            role=role,
            since=now,
            granted_by_id=actor.person_id,
        )
    )
    _record(actor, "登记任职", new, {"人员": person.pk, "岗位": role})
    return new


@transaction.atomic
def end_membership(*, membership: Membership, actor: Actor, now: datetime) -> Membership:
    """结束任职: from now on; everybody may leave, but a firm keeps an owner.

    Only officers take the last owner away, when they appoint another.
    """
    at = locked(membership.organization)
    found = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    role = Role(found.role)
    require(_appointer(role) | _is_oneself, actor, found)
    if found.until is not None and found.until <= now:
        raise Refused([_("这项任职已经结束")])
    if role == Role.OWNER and is_officer.refusal(actor, at) and _is_last_owner(found, now):
        raise Refused([_("企业至少要有一名负责人，请先登记新的负责人")])
    found.until = now
    rows.save(found, only=("until",))
    _record(actor, "结束任职", found, {"人员": found.person_id, "岗位": role})
    return found


@transaction.atomic
def grant_mandate(
    *,
    organization: Organization,
    agent: Person,
    powers: Iterable[Power],
    expires_at: datetime,
    actor: Actor,
    now: datetime,
) -> Mandate:
    """授权代办: an outsider may view or edit until ``expires_at`` (excluded), at most a year.

    Handing in is never among the powers.
    """
    at = locked(organization)
    require(is_owner, actor, at)
    given = sorted(set(powers))
    if problems := list(_unmandatable(at, agent, given, expires_at, now)):
        raise Refused(problems)
    over = Mandate.objects.filter(organization=at, agent=agent, revoked_at=None)
    over.filter(expires_at__lte=now).update(revoked_at=F("expires_at"))
    new = rows.save(
        Mandate(
            organization=at,
            agent=agent,
            powers=given,
            granted_by_id=person_of(actor),
            granted_at=now,
            expires_at=expires_at,
        )
    )
    _record(actor, "授权代办", new, {"代办人": agent.pk, "权限": given})
    return new


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, actor: Actor, now: datetime) -> Mandate:
    """撤销授权: at once, by the owner or by the agent."""
    found = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    require(is_owner | _is_agent, actor, found)
    if not mandates_at(now).filter(pk=found.pk).exists():
        raise Refused([_("这项授权已经失效")])
    found.revoked_at, found.revoked_by_id = now, actor.person_id
    rows.save(found, only=("revoked_at", "revoked_by"))
    _record(actor, "撤销授权", found, {"代办人": found.agent_id})
    return found


# Questions

_is_oneself = Check(
    lambda actor, membership: actor.person_id == membership.person_id, gettext_lazy("须由本人办理")
)
_is_agent = Check(
    lambda actor, mandate: actor.person_id == mandate.agent_id, gettext_lazy("须由代办人本人办理")
)


def _unfit(at: Organization, person: Person, role: Role, actor: Actor) -> Iterator[str]:
    public = at.kind in PUBLIC_BODIES
    if at.closed_until is not None:
        yield worded("「%(name)s」已经注销", name=at.name)
    if not person.is_active:
        yield _("此人的账号已经停用")
    if person.pk == actor.person_id:
        yield _("不能给自己登记岗位")
    if role in OFFICERS and not public:
        yield worded("「%(role)s」只能设在主管部门", role=role.label)
    if role in FIRM_ROLES and public:
        yield worded("主管部门没有「%(role)s」这个岗位", role=role.label)
    if role == Role.DISTRICT_OFFICER and at.kind == Kind.DEPARTMENT:
        yield _("区级经办只能设在区级部门")
    if role == Role.BUREAU_OFFICER and at.kind == Kind.DISTRICT_OFFICE:
        yield _("市级经办只能设在市级部门")
    part = PARTS.get(role)
    if part and not OrganizationPart.objects.filter(organization=at, part=part, until=None):
        yield worded(
            "「%(name)s」不是%(part)s，没有「%(role)s」这个岗位",
            name=at.name,
            part=part.label,
            role=role.label,
        )


def _is_last_owner(membership: Membership, now: datetime) -> bool:
    owners = memberships_at(now).filter(organization_id=membership.organization_id, role=Role.OWNER)
    return not owners.exclude(pk=membership.pk).exists()


def _unmandatable(
    at: Organization, agent: Person, powers: list[Power], expires_at: datetime, now: datetime
) -> Iterator[str]:
    if not powers:
        yield _("请至少选择一项权限")
    if not agent.is_active:
        yield _("此人的账号已经停用")
    if memberships_at(now).filter(organization=at, person=agent).exists():
        yield _("此人是本单位人员，不需要授权")
    if expires_at <= now:
        yield _("授权的到期时间必须晚于现在")
    if expires_at > now + LONGEST_MANDATE:
        yield _("代办授权最长一年")


def _record(actor: Actor, verb: str, row: Membership | Mandate, detail: dict[str, object]) -> None:
    record_write(actor, verb, row, subject_id=subject_id_of(row), detail=detail)
