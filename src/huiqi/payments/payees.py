"""收款人: to which account of a firm money goes, and why it may not go there.

A line keeps the account as it was when the line was made; before each signature and before the
file is made it is compared with what the account is now. All firms of an order are looked up
at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiqi.kernel.money import exact
from huiqi.kernel.now import today
from huiqi.kernel.words import worded
from huiqi.ledger.queries import payables
from huiqi.parties.models import BankAccount, Organization, Subject
from huiqi.payments.models import PaymentLine, PaymentOrder
from huiqi.payments.notices import Key, Obstacle, Wanted, obstacles


@dataclass(frozen=True)
class Payee:
    """收款人: the registration that a firm, or whoever took it over, has now, and its account.

    ``account`` is the one verified last; without one, ``why_not`` says so and what to do, and
    ``is_to_enter`` tells that the firm has to enter one.
    """

    firm: Organization | None
    account: BankAccount | None = None
    why_not: str = ""
    is_to_enter: bool = False


def payees_of(subjects: Iterable[int]) -> dict[int, Payee]:
    """收款人: of each subject, by its number."""
    roots = _roots(set(subjects))
    firms: dict[int, Organization] = {}
    for one in Organization.objects.filter(subject__in=set(roots.values())).order_by("id"):
        held = firms.get(one.subject_id)
        # The open registration of a subject, else its last one.
        if held is None or held.closed_until is not None or one.closed_until is None:
            firms[one.subject_id] = one
    accounts: dict[int, list[BankAccount]] = {}
    held_by = [one.pk for one in firms.values()]
    for each in BankAccount.objects.filter(organization__in=held_by, closed_at=None).order_by("id"):
        accounts.setdefault(each.organization_id, []).append(each)
    return {subject: _payee(firms.get(root), accounts) for subject, root in roots.items()}


def _roots(subjects: set[int]) -> dict[int, int]:
    """Who each of them is by now: what was taken over is whoever took it over."""
    above: dict[int, int] = {}
    layer = subjects
    while layer:
        found = Subject.objects.filter(pk__in=layer, merged_into__isnull=False).order_by("pk")
        into = dict(found.values_list("pk", "merged_into_id"))
        above |= into
        layer = set(into.values()) - set(above)
    roots = {}
    for one in subjects:
        root = one
        while root in above:
            root = above[root]
        roots[one] = root
    return roots


def _payee(firm: Organization | None, accounts: Mapping[int, list[BankAccount]]) -> Payee:
    if firm is None:
        return Payee(None, None, _("这个主体没有登记的单位，不能付款；请先核对主体"))
    if firm.closed_until is not None:
        why_not = worded("「%(name)s」已经注销，不能付款；请撤销核定或核对承接单位", name=firm)
        return Payee(firm, None, why_not)
    entered = accounts.get(firm.pk, [])
    verified = [one for one in entered if one.verified_at is not None]
    if verified:
        return Payee(firm, max(verified, key=lambda one: (one.verified_at, one.pk)))
    if not entered:
        why_not = worded(
            "「%(name)s」没有收款账户；请企业财务录入账户，经办人员核验后再加入", name=firm
        )
        return Payee(firm, None, why_not, is_to_enter=True)
    why_not = worded(
        "「%(name)s」的收款账户（尾号 %(tail)s）还没有核验；请经办人员核验后再加入",
        name=firm,
        tail=entered[-1].number[-4:],
    )
    return Payee(firm, None, why_not)


def latest_lines(keys: Iterable[Key]) -> dict[Key, PaymentLine]:
    """最近一次付款: for each account of the ledger that has one, by the account."""
    wanted = set(keys)
    lines = PaymentLine.objects.filter(subject__in={one[2] for one in wanted})
    found = lines.select_related("order").order_by("attempt")
    return {line.key: line for line in found if line.key in wanted}


def problems_of(order: PaymentOrder, *, locked: bool = False) -> Iterator[str]:
    """不能付款的原因: of every line, one sentence each; ``locked`` keeps accounts as they are."""
    lines = list(order.lines.select_related("budget").order_by("position"))
    if not lines:
        yield _("拨付单里没有一笔付款；请从「待付款项」里选入")
    accounts = _accounts(lines, locked=locked)
    payees = payees_of({line.subject_id for line in lines})
    approved = {one.key: one.amount_fen for one in payables()}
    unshown = obstacles((Wanted(line.key, line.budget) for line in lines), today())
    for line in lines:
        yield from _wrong_account(line, accounts[line.account_id], payees[line.subject_id].firm)
        yield from _unshown(line, unshown)
        yield from _short(line, approved.get(line.key, 0))


def _accounts(lines: Iterable[PaymentLine], *, locked: bool) -> dict[int, BankAccount]:
    wanted = sorted({line.account_id for line in lines})
    if locked:  # in the order of their numbers, so that two orders wait for each other
        accounts = BankAccount.objects.select_for_update(of=("self",)).order_by("pk")
        list(accounts.filter(pk__in=wanted).values_list("pk"))
    return {one.pk: one for one in BankAccount.objects.filter(pk__in=wanted)}


def _wrong_account(
    line: PaymentLine, account: BankAccount, payee: Organization | None
) -> Iterator[str]:
    told = {"row": line.position, "name": line.holder, "tail": line.tail}
    if account.closed_at is not None or account.verified_at is None:
        yield worded(
            "第 %(row)s 行「%(name)s」的账户（尾号 %(tail)s）已停用；请退回制单人，删去这一行，"
            "等新账户核验后重新加入",
            **told,
        )
    elif payee is None or payee.pk != account.organization_id or payee.closed_until is not None:
        yield worded(
            "第 %(row)s 行「%(name)s」的账户（尾号 %(tail)s）不是这家企业现在的账户，可能已变更登记"
            "或注销；请退回制单人，删去这一行后重新加入",
            **told,
        )


def _unshown(line: PaymentLine, told: Mapping[Key, Obstacle]) -> Iterator[str]:
    if line.key in told:
        yield worded(
            "第 %(row)s 行「%(name)s」：%(why)s；请退回制单人，删去这一行，可以付了再加入",
            row=line.position,
            name=line.holder,
            why=told[line.key].why,
        )


def _short(line: PaymentLine, there: int) -> Iterator[str]:
    if there < line.amount_fen:
        yield worded(
            "第 %(row)s 行「%(name)s」已核定的只有 %(there)s，要付 %(needed)s；请退回制单人，"
            "删去这一行后重新加入",
            row=line.position,
            name=line.holder,
            there=exact(there),
            needed=exact(line.amount_fen),
        )
