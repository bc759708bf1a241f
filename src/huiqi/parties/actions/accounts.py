"""收款账户的办理: entered by the firm, verified by somebody else, closed."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import worded
from huiqi.parties.access import is_finance, is_money_officer, person_of
from huiqi.parties.actions.locks import locked
from huiqi.parties.enums import Kind
from huiqi.parties.models import BankAccount, Organization
from huiqi.parties.queries.acting import memberships_at

# Their money may go to the person who runs them.
NAMED_FREELY: Final = (Kind.SOLE_TRADER, Kind.MAKER_TEAM)


@transaction.atomic
def add_bank_account(
    *, organization: Organization, holder: str, bank: str, number: str, actor: Actor, now: datetime
) -> BankAccount:
    """录入账户: not to be paid to until somebody else has verified it."""
    at = locked(organization)
    require(is_finance, actor, at)
    new = BankAccount(
        organization=at,
        holder=_tidy(holder),
        bank=_tidy(bank),
        number=_tidy(number).replace(" ", "").replace("-", ""),
        entered_by_id=actor.person_id,
        entered_at=now,
    )
    problems = list(rows.problems_of(new))
    if at.closed_until is not None:
        problems.append(worded("「%(name)s」已经注销", name=at.name))
    if at.kind not in NAMED_FREELY and new.holder != _tidy(at.name):
        problems.append(worded("户名应与单位名称「%(name)s」一致", name=at.name))
    if problems:
        raise Refused(problems)
    rows.save(new)
    record_write(actor, "录入收款账户", new, subject_id=at.subject_id)
    return new


@transaction.atomic
def verify_bank_account(*, account: BankAccount, actor: Actor, now: datetime) -> BankAccount:
    """核验账户: by an officer who did not enter it and does not belong to the firm."""
    found = _locked(account)
    require(is_money_officer, actor, found)
    problems = []
    if found.closed_at is not None:
        problems.append(_("这个账户已经停用"))
    if found.verified_at is not None:
        problems.append(_("这个账户已经核验过"))
    if found.entered_by_id is not None and found.entered_by_id == actor.person_id:
        problems.append(_("录入账户的人不能自己核验"))
    own = memberships_at(now).filter(organization__subject=found.organization.subject_id)
    if own.filter(person_id=person_of(actor)).exists():
        problems.append(_("核验人不能是该单位的人员"))
    if problems:
        raise Refused(problems)
    found.verified_at, found.verified_by_id = now, actor.person_id
    rows.save(found, only=("verified_at", "verified_by"))
    record_write(actor, "核验收款账户", found, subject_id=found.organization.subject_id)
    return found


@transaction.atomic
def close_bank_account(*, account: BankAccount, actor: Actor, now: datetime) -> BankAccount:
    """停用账户: nothing is paid to it any more; its number may be entered anew."""
    found = _locked(account)
    require(is_finance | is_money_officer, actor, found)
    if found.closed_at is not None:
        raise Refused([_("这个账户已经停用")])
    found.closed_at = now
    rows.save(found, only=("closed_at",))
    record_write(actor, "停用收款账户", found, subject_id=found.organization.subject_id)
    return found


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _locked(account: BankAccount) -> BankAccount:
    return (
        BankAccount.objects.select_related("organization")
        .select_for_update(of=("self",))
        .get(pk=account.pk)
    )
