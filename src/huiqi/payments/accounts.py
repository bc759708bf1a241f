"""收款账户的查询: a firm's own, those of all firms for who verifies them, and their story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor
from huiqi.kernel.words import worded
from huiqi.parties.enums import AccountDeed, AccountEnd, AccountState
from huiqi.parties.models import BankAccount, BankAccountStep, Membership, Organization
from huiqi.parties.queries.scoped import subject_ids_in_sight
from huiqi.payments.access import may_read_accounts
from huiqi.payments.enums import ALIVE, UNSENT
from huiqi.payments.models import PaymentLine
from huiqi.payments.queries import Step

# The same that ``BankAccount.state`` tells, for the database.
STATES: Final[Mapping[AccountState, Q]] = {
    AccountState.WAITING: Q(closed_at=None, verified_at=None),
    AccountState.VERIFIED: Q(closed_at=None, verified_at__isnull=False),
    AccountState.DECLINED: Q(closed_why=AccountEnd.DECLINED),
    AccountState.CLOSED: Q(closed_at__isnull=False) & ~Q(closed_why=AccountEnd.DECLINED),
}
_OF_ACCOUNT: Final = ("organization", "replaces", "entered_by", "verified_by")


def accounts_of_firm(actor: Actor) -> QuerySet[BankAccount]:
    """本企业的账户: those in use first, the last entered first."""
    found = _listed().filter(organization__subject_id__in=subject_ids_in_sight(actor))
    return found.order_by(F("closed_at").desc(nulls_first=True), "-id")


def accounts_in_sight(actor: Actor) -> QuerySet[BankAccount]:
    """各企业的账户: for who verifies and who audits, within their area; the oldest first."""
    found = _listed().order_by("id")
    if may_read_accounts.refusal(actor):
        return found.none()
    return found.filter(organization__district=actor.area) if actor.area else found


def _listed() -> QuerySet[BankAccount]:
    note = _declines().filter(account=OuterRef("pk")).values("note")[:1]
    return BankAccount.objects.select_related(*_OF_ACCOUNT).annotate(declined_note=Subquery(note))


def asked_for(found: QuerySet[BankAccount], state: str, text: str) -> QuerySet[BankAccount]:
    """筛选: of one state (any, where there is no such), and of a firm or the end of a number."""
    if state in AccountState.values:
        found = found.filter(STATES[AccountState(state)])
    if text:
        firm = Q(organization__name__icontains=text) | Q(organization__credit_code=text.upper())
        found = found.filter(firm | Q(number__endswith=text))
    return found


def counted(found: QuerySet[BankAccount]) -> list[tuple[AccountState, int]]:
    """各种状态的个数: of every state, also those of which there is none."""
    told = found.aggregate(
        **{one.value: Count("pk", filter=condition) for one, condition in STATES.items()}
    )
    return [(one, told[one.value]) for one in AccountState]


def steps_of(account: BankAccount, *, for_firm: bool) -> list[Step]:
    """经过: the first thing first; to the firm, who did it for the city is the city."""
    steps = list(account.steps.select_related("by").order_by("id"))
    subject = account.organization.subject_id
    own = set(
        Membership.objects.filter(organization__subject=subject)
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )
    return [
        Step(
            str(AccountDeed(one.deed).label),
            _who(one, is_own=one.by_id in own, for_firm=for_firm),
            one.at,
            _told(one),
        )
        for one in steps
    ]


def _who(step: BankAccountStep, *, is_own: bool, for_firm: bool) -> str:
    if step.by is None:
        return ""
    return step.by.name if is_own or not for_firm else _("主管部门")


def _told(step: BankAccountStep) -> str:
    if not step.proof:
        return step.note
    return worded("%(proof)s，%(note)s", proof=step.get_proof_display(), note=step.note)


def why_declined(account: BankAccount) -> str:
    """核验未通过的理由: empty for any other account."""
    if account.closed_why != AccountEnd.DECLINED:
        return ""
    told = vars(account).get("declined_note")  # of a list, which asked for all of them at once
    if told is None:
        told = _declines().filter(account=account).values_list("note", flat=True).first()
    return told or ""


def _declines() -> QuerySet[BankAccountStep]:
    return BankAccountStep.objects.filter(deed=AccountDeed.DECLINED).order_by("-id")


def payments_under_way(account: BankAccount) -> QuerySet[PaymentLine]:
    """在办的付款: that were made out to an account and have no result yet."""
    return PaymentLine.objects.filter(account=account, state__in=ALIVE).order_by("id")


def under_way(account: BankAccount) -> list[str]:
    """在办付款的说明: a sentence for each of them; it keeps what it was made with."""
    return [_kept(line) for line in payments_under_way(account)]


def _kept(line: PaymentLine) -> str:
    # By its own number: a firm sees its payments, and not the orders that they are in.
    told = {"number": line.reference, "tail": line.tail}
    if line.state in UNSENT:
        return worded(
            "付款 %(number)s 制单时用的是尾号 %(tail)s 的账户，不会改付新账户；"
            "账户停用后这一笔会被拦下，由制单人重新加入",
            **told,
        )
    return worded(
        "付款 %(number)s 已送银行，仍付到尾号 %(tail)s 的账户；停用拦不住它，"
        "要拦请马上联系开户银行和拨付部门",
        **told,
    )


def own_organization(actor: Actor) -> Organization | None:
    """所代表的单位: of whoever stands for one."""
    if actor.organization_id is None:
        return None
    return Organization.objects.filter(pk=actor.organization_id).first()
