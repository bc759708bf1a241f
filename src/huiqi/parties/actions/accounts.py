"""收款账户的办理: entered -> verified or declined -> stopped, replaced or lapsed.

Entered by the firm, verified by somebody else. What was done is written down beside the account
and stays; what was entered never changes: another account is another row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded
from huiqi.parties.access import is_finance, is_money_officer, person_of
from huiqi.parties.actions.locks import locked
from huiqi.parties.bank_codes import (
    problems_of_branch,
    problems_of_number,
    tidy_digits,
    tidy_name,
)
from huiqi.parties.enums import AccountDeed, AccountEnd, AccountProof, Kind
from huiqi.parties.models import BankAccount, BankAccountStep, Organization
from huiqi.parties.queries.acting import memberships_at

# Their money may go to the person who runs them.
NAMED_FREELY: Final = (Kind.SOLE_TRADER, Kind.MAKER_TEAM)
MOST_WAITING: Final = 3  # accounts of one firm that wait for somebody to verify them
LONGEST: Final = 200  # letters of a note
may_enter = is_finance | is_system
may_stop = is_finance | is_money_officer | is_system


@dataclass(frozen=True)
class Written:
    """所录账户: what is written of an account, as people write it.

    ``holder`` left out is the organization itself. ``replaces`` is an account of the same
    organization that goes on until the new one is verified.
    """

    bank: str
    branch_code: str
    number: str
    holder: str = ""
    replaces: BankAccount | None = None


@transaction.atomic
def add_bank_account(
    *, organization: Organization, written: Written, actor: Actor, now: datetime
) -> BankAccount:
    """录入账户: not to be paid to until somebody else has verified it; Refused with all faults."""
    at = locked(organization)
    require(may_enter, actor, at)
    new = BankAccount(
        organization=at,
        holder=_holder(at, written.holder),
        bank=tidy_name(written.bank),
        branch_code=tidy_digits(written.branch_code),
        number=tidy_digits(written.number),
        replaces=written.replaces,
        entered_by_id=actor.person_id,
        entered_at=now,
    )
    if problems := [*_problems_of_words(new), *_problems_of_standing(new)]:
        raise Refused(problems)
    rows.save(new)
    _note(new, AccountDeed.ENTERED, actor, now)
    record_write(actor, "录入收款账户", new, subject_id=at.subject_id)
    return new


@transaction.atomic
def verify_bank_account(
    *, account: BankAccount, proof: str, note: str, actor: Actor, now: datetime
) -> BankAccount:
    """核验账户: by an officer who did not enter it and does not belong to the firm.

    ``proof`` is one of AccountProof, ``note`` tells its paper or number. The account that this
    one replaces is closed in the same moment.
    """
    found = _locked(account)
    require(is_money_officer, actor, found)
    problems = list(_problems_of_verifier(found, actor, now))
    if proof not in AccountProof.values:
        problems.append(
            worded("请选择核验方式：%(listed)s", listed="、".join(map(str, AccountProof.labels)))
        )
    told = _told(note)
    if not told:
        problems.append(_("请写明核验凭据，如打款流水号、银行证明编号或查询编号"))
    if problems := [*problems, *_too_long(told)]:
        raise Refused(problems)
    found.verified_at, found.verified_by_id = now, actor.person_id
    rows.save(found, only=("verified_at", "verified_by"))
    _note(found, AccountDeed.VERIFIED, actor, now, note=told, proof=proof)
    record_write(actor, "核验收款账户", found, subject_id=found.organization.subject_id)
    if found.replaces is not None and found.replaces.closed_at is None:
        _close(
            _locked(found.replaces),
            AccountDeed.REPLACED,
            actor,
            now,
            f"接替的是尾号 {_tail(found)}",
        )
    return found


@transaction.atomic
def decline_bank_account(
    *, account: BankAccount, reason: str, actor: Actor, now: datetime
) -> BankAccount:
    """核验不通过: with a reason that the firm is told; its number may be entered anew."""
    found = _locked(account)
    require(is_money_officer, actor, found)
    problems, told = list(_problems_of_verifier(found, actor, now)), _told(reason)
    if not told:
        problems.append(_("请写明哪里不对、企业应怎么改；企业会看到"))
    if problems := [*problems, *_too_long(told)]:
        raise Refused(problems)
    _close(found, AccountDeed.DECLINED, actor, now, told)
    return found


@transaction.atomic
def close_bank_account(
    *, account: BankAccount, actor: Actor, now: datetime, note: str = ""
) -> BankAccount:
    """停用账户: nothing is paid to it any more; its number may be entered anew.

    An officer says why; the firm itself need not.
    """
    found, told = _locked(account), _told(note)
    require(may_stop, actor, found)
    problems = [*_problems_of_end(found), *_too_long(told)]
    if not told and may_enter.refusal(actor, found):
        problems.append(_("请写明停用的理由；企业会看到"))
    if problems:
        raise Refused(problems)
    _close(found, AccountDeed.STOPPED, actor, now, told)
    return found


def lapse_bank_accounts(*, organization: Organization, actor: Actor, now: datetime) -> None:
    """账户失效: all of a registration that closes: they were checked for its old name."""
    open_ones = BankAccount.objects.filter(organization=organization, closed_at=None)
    for account in open_ones.order_by("id"):
        _close(_locked(account), AccountDeed.LAPSED, actor, now, "")


# Steps


def _problems_of_words(new: BankAccount) -> Iterator[str]:
    """What was written, each column by itself."""
    at = new.organization
    if not new.bank:
        yield _("请填写开户银行，写到支行，如「某某银行深圳某某支行」")
    yield from problems_of_branch(new.branch_code, new.bank)
    of_number = list(problems_of_number(new.number))
    yield from of_number
    told = ("branch_code", *(["bank"] if not new.bank else []))
    if of_number or _is_own_already(new):
        told += ("number",)  # told already, in more than the sentence of the database
    yield from rows.problems_of(new, told=told)
    if at.kind not in NAMED_FREELY and new.holder != at.name:
        yield worded("户名应与单位名称「%(name)s」一致", name=at.name)


def _problems_of_standing(new: BankAccount) -> Iterator[str]:
    """What stands in its way, however well it is written."""
    at = new.organization
    if at.closed_until is not None:
        yield worded("「%(name)s」已经注销", name=at.name)
    if own := _is_own_already(new):
        yield worded("这个账号已经在本单位的账户里（%(state)s），不用再录", state=own.state.label)
    open_ones = BankAccount.objects.filter(organization=at, closed_at=None)
    if open_ones.filter(verified_at=None).count() >= MOST_WAITING:
        yield worded(
            "已有 %(most)s 个账户在等核验；请先停用不要的，或等核验以后再录", most=MOST_WAITING
        )
    if new.replaces is not None and not open_ones.filter(pk=new.replaces.pk).exists():
        yield _("要接替的账户不是本单位在用的账户；请重新选择，或不选")


def _is_own_already(new: BankAccount) -> BankAccount | None:
    return BankAccount.objects.filter(
        organization=new.organization, number=new.number, closed_at=None
    ).first()


def _problems_of_verifier(found: BankAccount, actor: Actor, now: datetime) -> Iterator[str]:
    yield from _problems_of_end(found)
    if found.verified_at is not None:
        yield _("这个账户已经核验过")
    if found.entered_by_id is not None and found.entered_by_id == actor.person_id:
        yield _("录入账户的人不能自己核验")
    own = memberships_at(now).filter(organization__subject=found.organization.subject_id)
    if own.filter(person_id=person_of(actor)).exists():
        yield _("核验人不能是该单位的人员")


def _problems_of_end(found: BankAccount) -> Iterator[str]:
    if found.closed_at is not None:
        yield worded("这个账户已经停用（%(why)s）", why=found.get_closed_why_display())


def _too_long(told: str) -> Iterator[str]:
    if len(told) > LONGEST:
        yield worded("说明最多 %(most)s 个字，请写短一些", most=LONGEST)


def _told(note: str) -> str:
    return " ".join(legible(note).split())


def _holder(at: Organization, holder: str) -> str:
    """As the registration writes it, where the two differ in nothing but the width of letters."""
    told = tidy_name(holder)
    return at.name if not told or told == tidy_name(at.name) else told


def _tail(account: BankAccount) -> str:
    return account.number[-4:]


def _close(account: BankAccount, deed: AccountDeed, actor: Actor, now: datetime, note: str) -> None:
    account.closed_at, account.closed_why = now, AccountEnd(deed.value)
    rows.save(account, only=("closed_at", "closed_why"))
    _note(account, deed, actor, now, note=note)
    detail = {"原因": str(AccountEnd(deed.value).value)}
    subject_id = account.organization.subject_id
    record_write(actor, "停用收款账户", account, subject_id=subject_id, detail=detail)


def _note(
    account: BankAccount,
    deed: AccountDeed,
    actor: Actor,
    now: datetime,
    *,
    note: str = "",
    proof: str = "",
) -> None:
    rows.save(
        BankAccountStep(
            account=account, deed=deed, proof=proof, note=note, by_id=actor.person_id, at=now
        )
    )


def _locked(account: BankAccount) -> BankAccount:
    return (
        BankAccount.objects.select_related("organization", "replaces__organization")
        .select_for_update(of=("self",))
        .get(pk=account.pk)
    )
