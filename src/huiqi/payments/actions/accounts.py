"""收款账户的办理: as the parties' own actions, and whoever waits for it is told.

Who verifies gets a to-do when a firm enters an account; the firm hears what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, open_todo, send_notice
from huiqi.inbox.enums import Kind
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import Saying, saying
from huiqi.kernel.signing import Ending, Waiting, waits, waits_no_longer
from huiqi.kernel.words import worded
from huiqi.parties import actions as parties
from huiqi.parties.actions import Written
from huiqi.parties.enums import AccountDeed, AccountEnd, Role
from huiqi.parties.models import BankAccount, BankAccountStep, Membership, Organization
from huiqi.parties.queries.acting import area_of, memberships_at
from huiqi.payments.access import is_finance
from huiqi.payments.asking import asking_keys
from huiqi.payments.payees import payees_of

KIND = BankAccount._meta.label


@transaction.atomic
def ask_for_account(*, organization: Organization, actor: Actor, now: datetime) -> None:
    """催录账户: the firm is told that money waits for an account; Refused when it has one."""
    require(is_finance, actor)
    payee = payees_of([organization.subject_id])[organization.subject_id]
    if not payee.is_to_enter or payee.firm is None or payee.firm.pk != organization.pk:
        told = worded("「%(name)s」现在不缺账户，不用提醒；请刷新后再看", name=organization)
        raise Refused([told])
    key = asking_keys([organization])[organization.pk]
    draft = Draft(
        key=key,
        whom=Whom(organization=organization),
        text=saying("录入收款账户"),
        note=saying("有核定的资金等着付给本企业，没有账户付不出来；由企业负责人或财务人员录入。"),
        verb=saying("去录入"),
        url=reverse("payments:account-new"),
        kind=Organization._meta.label,
        object_id=organization.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)
    notice = Notice(
        key=key,
        whom=Whom(organization=organization),
        kind=Kind.SUPPLEMENT,
        title=saying("请录入收款账户"),
        body=saying("有核定的资金等着付给本企业；账户录入、核验以后才能付。"),
        url=reverse("payments:account-new"),
        organization=organization,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)
    record_write(actor, "提醒录入收款账户", organization, subject_id=organization.subject_id)


@transaction.atomic
def enter_account(
    *, organization: Organization, written: Written, actor: Actor, now: datetime
) -> BankAccount:
    """录入账户: as ``add_bank_account``; the offices that verify are asked to."""
    wanted = asking_keys([organization])[organization.pk]
    made = parties.add_bank_account(
        organization=organization, written=written, actor=actor, now=now
    )
    close_todo(key=wanted, actor=SYSTEM, now=now)
    for declined in BankAccount.objects.filter(
        organization=organization, closed_why=AccountEnd.DECLINED
    ).order_by("id"):
        close_todo(key=_mend(declined), actor=SYSTEM, now=now)
    for office in _offices(organization, memberships_at(now)):
        waits(_to_verify(made, office), now)
    return made


@transaction.atomic
def verify_account(
    *, account: BankAccount, proof: str, note: str, actor: Actor, now: datetime
) -> BankAccount:
    """核验账户: as ``verify_bank_account``; the firm is told that it can be paid."""
    done = parties.verify_bank_account(
        account=account, proof=proof, note=note, actor=actor, now=now
    )
    _verified(done, now)
    return done


@transaction.atomic
def decline_account(
    *, account: BankAccount, reason: str, actor: Actor, now: datetime
) -> BankAccount:
    """核验不通过: as ``decline_bank_account``; the firm is told why, and what it has to do."""
    done = parties.decline_bank_account(account=account, reason=reason, actor=actor, now=now)
    _close_todos(done, now)
    told = " ".join(reason.split())
    _tell(
        done,
        "declined",
        saying("收款账户没有通过核验"),
        saying("%(account)s：%(why)s", account=_named(done), why=told),
        now,
    )
    draft = Draft(
        key=_mend(done),
        whom=Whom(organization=done.organization),
        text=saying("改正没有通过核验的收款账户"),
        note=saying("%(account)s：%(why)s", account=_named(done), why=told),
        verb=saying("去改正"),
        url=reverse("payments:account", args=[done.pk]),
        kind=KIND,
        object_id=done.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)
    return done


@transaction.atomic
def stop_account(
    *, account: BankAccount, actor: Actor, now: datetime, note: str = ""
) -> BankAccount:
    """停用账户: as ``close_bank_account``; the firm is told when somebody else stopped it."""
    done = parties.close_bank_account(account=account, actor=actor, now=now, note=note)
    _close_todos(done, now, Ending.DROPPED)
    if actor.subject_id != done.organization.subject_id:
        told = " ".join(note.split())
        _tell(
            done,
            "stopped",
            saying("收款账户已停用"),
            saying("%(account)s：%(why)s", account=_named(done), why=told),
            now,
        )
    return done


def let_go(instance: BankAccountStep, *, created: bool, **_signal: object) -> None:
    """失效了结: nobody has to verify an account that ended with its registration.

    Registrations end below this app, which hears of it by what is written beside the account.
    """
    if created and instance.deed == AccountDeed.LAPSED:
        _close_todos(instance.account, instance.at, Ending.DROPPED)


def _verified(done: BankAccount, now: datetime) -> None:
    _close_todos(done, now)
    _tell(
        done,
        "verified",
        saying("收款账户已核验"),
        saying("%(account)s：以后的资金付到这个账户。", account=_named(done)),
        now,
    )


def _offices(firm: Organization, held: QuerySet[Membership]) -> Iterator[Organization]:
    """Where somebody pays by these memberships, and whose area the firm is in."""
    finance = held.filter(role=Role.FINANCE_OFFICER).order_by("organization_id")
    wanted = finance.values_list("organization_id", flat=True)
    for office in Organization.objects.filter(pk__in=set(wanted)).order_by("id"):
        if area_of(office) in ("", firm.district):
            yield office


def _to_verify(account: BankAccount, office: Organization) -> Waiting:
    return Waiting(
        key=_verify(account, office),
        about=account,
        organization_id=office.pk,
        role=Role.FINANCE_OFFICER,
        text=saying("核验收款账户：%(firm)s", firm=account.organization.name),
        note=_named(account),
        verb=saying("去核验"),
        url=reverse("payments:desk-account", args=[account.pk]),
        barred=(account.entered_by_id,),
        days=None,
    )


def _close_todos(account: BankAccount, now: datetime, ending: Ending = Ending.SIGNED) -> None:
    # Also of an office in which nobody pays any more.
    for office in _offices(account.organization, Membership.objects.all()):
        waits_no_longer(_verify(account, office), now, ending)


def _tell(account: BankAccount, what: str, title: Saying, body: Saying, now: datetime) -> None:
    notice = Notice(
        key=f"payments:account:{what}:{account.pk}",
        whom=Whom(organization=account.organization),
        kind=Kind.DECISION,
        title=title,
        body=body,
        url=reverse("payments:account", args=[account.pk]),
        organization=account.organization,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def _named(account: BankAccount) -> Saying:
    return saying("%(bank)s 尾号 %(tail)s", bank=account.bank, tail=account.number[-4:])


def _verify(account: BankAccount, office: Organization) -> str:
    return f"payments:account:{account.pk}:{office.pk}"


def _mend(account: BankAccount) -> str:
    return f"payments:account-mend:{account.pk}"
