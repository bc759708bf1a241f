"""登记: a subject comes on record, changes its code, moves, or goes into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, Check, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.access import is_officer, is_signed_in, is_system_admin
from huiqi.parties.actions.accounts import lapse_bank_accounts
from huiqi.parties.actions.facts import Said, facts_from_register, record_facts
from huiqi.parties.actions.locks import day_of, locked
from huiqi.parties.codes import problem_of, tidy
from huiqi.parties.enums import PUBLIC_BODIES, Kind, Part, Role, Source
from huiqi.parties.models import (
    Mandate,
    Membership,
    Organization,
    OrganizationPart,
    Person,
    Subject,
)
from huiqi.parties.queries.acting import memberships_at

NEEDS_NO_CODE: Final = (Kind.MAKER_TEAM, *PUBLIC_BODIES)
may_register = is_officer | is_system


@dataclass(frozen=True)
class Registration:
    """登记内容: what is entered of an organization; the code as people write it."""

    name: str
    kind: Kind
    credit_code: str = ""
    district: str = ""
    address: str = ""
    registered_on: date | None = None
    industry: str = ""


@transaction.atomic
def register_organization(
    *, registration: Registration, actor: Actor, now: datetime, owner: Person | None = None
) -> Organization:
    """登记单位: a new subject with its first registration, and its owner where one is given.

    Officers register what has a code, for whoever claims one must be seen to be it; anybody
    signed in may register a maker team and owns it; system administrators register public
    bodies. Refused for a code that is wrong or already on record, and every other problem.
    """
    new = _organization(registration, Subject(created_at=now))
    require(_registrar(registration.kind), actor, new)
    if problems := _problems(registration, new, day_of(now)):
        raise Refused(problems)
    if registration.kind == Kind.MAKER_TEAM and owner is None and actor.person_id:
        owner = Person.objects.get(pk=actor.person_id)
    new.subject = rows.save(new.subject)
    rows.save(new)
    if registration.kind in PUBLIC_BODIES:
        _take_part(new, Part.AUTHORITY, day_of(now))
    else:
        _take_part(new, Part.APPLICANT, registration.registered_on or day_of(now))
        facts_from_register(new, registration.industry, actor=actor, now=now)
    if owner is not None:
        _hold(owner, new, Role.OWNER, actor, now)
    record_write(actor, "登记单位", new, subject_id=new.subject_id)
    return new


@transaction.atomic
def change_credit_code(
    *,
    organization: Organization,
    registration: Registration,
    on: date,
    actor: Actor,
    now: datetime,
) -> Organization:
    """变更信用代码: the same subject under a new registration (个转企); ``on`` the old one closes.

    History, members and parts go on. Mandates end and accounts are closed: they were given
    and checked for the old name.
    """
    old = locked(organization)
    require(may_register, actor, old)
    new = _organization(registration, old.subject)
    late = _late(old, on, day_of(now))
    if problems := [*_problems(registration, new, day_of(now)), *late]:
        raise Refused(problems)
    rows.save(new)
    _close(old, on, actor, now)
    for membership in memberships_at(now).filter(organization=old):
        _move_membership(membership, new, now)
    for part in OrganizationPart.objects.filter(organization=old, until=None):
        _move_part(part, new, on)
    facts_from_register(new, registration.industry, actor=actor, now=now, as_of=on)
    detail = {"原单位": old.pk, "原代码": old.credit_code}
    record_write(actor, "变更信用代码", new, subject_id=new.subject_id, detail=detail)
    return new


@transaction.atomic
def merge_subjects(
    *, gone: Subject, into: Subject, on: date, actor: Actor, now: datetime
) -> Subject:
    """合并主体: ``into`` takes ``gone`` over; what was due to the one is due to the other.

    The registrations of the one that is gone close ``on`` that day; nobody acts for it any more.
    """
    # Always in the same order, so that two merges at once do not wait for each other.
    pair = Subject.objects.select_for_update(of=("self",)).filter(pk__in={gone.pk, into.pk})
    found = {one.pk: one for one in pair.order_by("id")}
    gone, into = found[gone.pk], found[into.pk]
    require(may_register, actor, gone)
    require(may_register, actor, into)
    if problems := list(_unmergeable(gone, into)):
        raise Refused(problems)
    for organization in Organization.objects.filter(subject=gone, closed_until=None):
        if late := list(_late(organization, on, day_of(now))):
            raise Refused(late)
        _close(organization, on, actor, now)
        for membership in memberships_at(now).filter(organization=organization):
            _end_membership(membership, now)
        _end_parts(organization, on)
    gone.merged_into = into
    rows.save(gone, only=("merged_into",))
    record_write(actor, "合并主体", gone, subject_id=gone.pk, detail={"并入": into.pk})
    return gone


@transaction.atomic
def relocate(
    *,
    organization: Organization,
    district: str,
    address: str,
    on: date,
    actor: Actor,
    now: datetime,
) -> Organization:
    """迁移: to another district or address; what was known of the old place stays on record."""
    found = locked(organization)
    require(may_register, actor, found)
    if problems := list(_late(found, on, day_of(now))):
        raise Refused(problems)
    moved_from = found.district
    found.district, found.address = district, address
    if problems := list(rows.problems_of(found, only=("district", "address"))):
        raise Refused(problems)
    # Before the move: an officer of the old district has no say over what is in the new one.
    said, facts = Said(Source.REGISTRY, on), {"district": district}
    record_facts(subject=found.subject, facts=facts, said=said, actor=actor, now=now)
    rows.save(found, only=("district", "address"))
    detail = {"迁出": moved_from, "迁入": district}
    record_write(actor, "迁移", found, subject_id=found.subject_id, detail=detail)
    return found


# Steps


def _registrar(kind: Kind) -> Check:
    if kind == Kind.MAKER_TEAM:
        return is_signed_in | is_system
    return (is_system_admin | is_system) if kind in PUBLIC_BODIES else may_register


def _organization(registration: Registration, subject: Subject) -> Organization:
    return Organization(
        subject=subject,
        name=registration.name.strip(),
        kind=registration.kind,
        credit_code=tidy(registration.credit_code) or None,
        district=registration.district,
        address=registration.address.strip(),
        registered_on=registration.registered_on,
    )


def _problems(registration: Registration, new: Organization, today: date) -> list[str]:
    of_code, of_name = list(_problems_of_code(registration)), []
    if not new.name:
        of_name.append(_("请填写单位名称"))
    told = (*(["name"] if of_name else []), *(["credit_code"] if of_code else []))
    others = list(rows.problems_of(new, told=told))
    if registration.registered_on and registration.registered_on > today:
        others.append(_("成立日期不能晚于今天"))
    return [*of_name, *of_code, *others]


def _problems_of_code(registration: Registration) -> Iterator[str]:
    code = tidy(registration.credit_code)
    if code and registration.kind == Kind.MAKER_TEAM:
        yield _("创客团队没有统一社会信用代码；已经注册的请选择企业或个体工商户")
    elif code and (problem := problem_of(code)):
        yield problem.rstrip("。")
    elif not code and registration.kind not in NEEDS_NO_CODE:
        yield _("请填写统一社会信用代码")


def _late(organization: Organization, on: date, today: date) -> Iterator[str]:
    if organization.closed_until is not None:
        yield worded("「%(name)s」已经注销", name=organization.name)
    if on > today:
        yield _("生效日期不能晚于今天")
    if organization.registered_on and on <= organization.registered_on:
        yield _("生效日期必须晚于成立日期")


def _unmergeable(gone: Subject, into: Subject) -> Iterator[str]:
    if gone.pk == into.pk:
        yield _("主体不能并入自己")
    if gone.merged_into_id is not None:
        yield _("这个主体已经并入另一个主体")
    if into.merged_into_id is not None:
        yield _("接收的主体自己已经并入另一个主体，请选择存续的主体")


def _close(organization: Organization, on: date, actor: Actor, now: datetime) -> None:
    organization.closed_until = on
    rows.save(organization, only=("closed_until",))
    Mandate.objects.filter(organization=organization, revoked_at=None).update(
        revoked_at=now, revoked_by=actor.person_id
    )
    lapse_bank_accounts(organization=organization, actor=actor, now=now)


def _hold(person: Person, at: Organization, role: Role, actor: Actor, now: datetime) -> None:
    rows.save(
        Membership(
            person=person, organization=at, role=role, since=now, granted_by_id=actor.person_id
        )
    )


def _end_membership(membership: Membership, now: datetime) -> None:
    membership.until = now
    rows.save(membership, only=("until",))


def _move_membership(membership: Membership, new: Organization, now: datetime) -> None:
    _end_membership(membership, now)
    rows.save(
        Membership(
            person=membership.person,
            organization=new,
            role=membership.role,
            since=now,
            granted_by=membership.granted_by,
        )
    )


def _take_part(organization: Organization, part: Part, since: date) -> None:
    rows.save(OrganizationPart(organization=organization, part=part, since=since))


def _move_part(part: OrganizationPart, new: Organization, on: date) -> None:
    _take_part(new, Part(part.part), max(on, part.since))
    _end_part(part, on)


def _end_parts(organization: Organization, on: date) -> None:
    for part in OrganizationPart.objects.filter(organization=organization, until=None):
        _end_part(part, on)


def _end_part(part: OrganizationPart, on: date) -> None:
    if part.since < on:
        part.until = on
        rows.save(part, only=("until",))
    else:
        part.delete()  # it never came into force
