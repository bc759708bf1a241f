"""更正: why a payment or an award that was told once is told no longer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from huiqi.kernel.now import CITY, today
from huiqi.kernel.sight import everything
from huiqi.ledger.models import Account
from huiqi.publicity.enums import Standing, Withheld
from huiqi.publicity.models import PublicAward
from huiqi.publicity.queries.standing import standing_told, told_of

PAYMENT: Final = "BF-"
REVERSED: Final = "这笔拨付或这笔期初数已经冲正"
SECRET: Final = "公示的情况变了；涉及国家秘密，不写明细"  # nosec B105 -- not a password

Key = tuple[str, str, int]


def why_gone(keys: Sequence[str]) -> Mapping[str, str]:
    """为什么撤下: of payments by their numbers, as the notices stand today."""
    numbers = {key: int(key.removeprefix(PAYMENT)) for key in keys if key.startswith(PAYMENT)}
    with everything():
        accounts = Account.objects.select_related("budget").in_bulk(set(numbers.values()))
        latest = _latest({_key(one) for one in accounts.values()})
    found = dict.fromkeys(keys, REVERSED)
    for key, number in numbers.items():
        award = latest.get(_key(accounts[number])) if number in accounts else None
        if award is not None:
            found[key] = _reason(award)
    return found


def why_told_no_longer(gone: Mapping[str, PublicAward]) -> dict[str, str]:
    """为什么撤下: of awards by what names them, as the last notices of them stand today."""
    latest = _latest({_key_of(one) for one in gone.values()})
    return {key: _reason_of_award(one, latest[_key_of(one)]) for key, one in gone.items()}


def _reason_of_award(told: PublicAward, latest: PublicAward) -> str:
    if latest.pk == told.pk or latest.withheld == Withheld.STATE_SECRET:
        return _reason(latest)
    if standing_told(latest, today()) is Standing.ENDED:
        return f"后来的公示 {latest.publicity.number} 更正了它"
    return _reason(latest)


def _key(account: Account) -> Key:
    assert account.subject_id is not None  # of what was paid to a firm
    return account.budget.programme, account.call, account.subject_id


def _key_of(award: PublicAward) -> Key:
    return award.publicity.programme, award.publicity.call, award.subject_id


def _latest(keys: Collection[Key]) -> dict[Key, PublicAward]:
    """The last notice of each award, whether or not it was withdrawn."""
    found = told_of(PublicAward.objects.filter(subject__in={subject for *_, subject in keys}))
    latest: dict[Key, PublicAward] = {}
    for one in found.order_by("publicity_id"):
        if (key := _key_of(one)) in keys:
            latest[key] = one
    return latest


def _reason(award: PublicAward) -> str:
    if award.withheld == Withheld.STATE_SECRET:
        return SECRET
    notice = award.publicity
    gone = getattr(notice, "withdrawal", None)
    if gone is not None:
        return f"公示 {notice.number} 于 {_on(gone.withdrawn_at)} 撤回：{gone.reason}"
    gone = getattr(award, "withdrawal", None)
    if gone is not None:
        return f"公示 {notice.number} 于 {_on(gone.withdrawn_at)} 撤下这一家：{gone.reason}"
    match standing_told(award, today()):
        case Standing.UPHELD:
            return f"对公示 {notice.number} 的异议经核查成立"
        case Standing.DISPUTED:
            return f"对公示 {notice.number} 的异议还没有答复"
        case Standing.ENDED:
            return f"各期合计超过公示 {notice.number} 的金额，或这笔拨付已经冲正"
        case _:
            return f"又有一份公示 {notice.number}，到 {notice.last_day} 才期满"


def _on(moment: datetime) -> str:
    return moment.astimezone(CITY).date().isoformat()
