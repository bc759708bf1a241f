"""推送地址的办理: registered, verified by a code that went through it, chosen for, ended."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from huiqi.inbox.access import is_owner_of_address, is_system
from huiqi.inbox.actions.messages import Notice, send_notice
from huiqi.inbox.actions.todos import Whom
from huiqi.inbox.enums import STATUTORY, Ending, Kind, Pace
from huiqi.inbox.gateways import is_live
from huiqi.inbox.models import PushAddress, PushChoice
from huiqi.inbox.models.pushes import LONGEST_LABEL, MOST_TRIES
from huiqi.inbox.places import Place
from huiqi.kernel import limits, outbox, rows
from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.limits import Limit
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sayings import saying
from huiqi.kernel.sealing import seal
from huiqi.parties.access import is_signed_in
from huiqi.parties.models import Person

CODE: Final = "inbox.push_code"  # the kind of the outbox
MOST_ADDRESSES: Final = 5  # in use at once, of one person
GOOD_FOR: Final = timedelta(minutes=10)
DIGITS: Final = 6
# Nobody's telephone rings because somebody else keeps asking for codes.
OF_A_PERSON: Final = Limit(10, timedelta(days=1))
OF_A_PLACE: Final = Limit(3, timedelta(hours=1))


def sealed_for(person_id: int, service: str) -> str:
    """密封之处: whose address it is, and of which service."""
    return f"inbox.address:{person_id}:{service}"


def sealed_code_for(address_id: int) -> str:
    """密封之处: of a code on its way."""
    return f"inbox.code:{address_id}"


def digest_of_code(address_id: int, code: str) -> str:
    """验证码的指纹: keyed, for six digits alone are found by trying."""
    return salted_hmac("huiqi.inbox.code", f"{address_id}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def register_address(*, place: Place, label: str, actor: Actor, now: datetime) -> PushAddress:
    """登记推送地址: and send a code there. Refused beyond ``MOST_ADDRESSES`` or for one in use."""
    require(is_signed_in, actor)
    assert actor.person_id is not None
    Person.objects.select_for_update(of=("self",)).get(pk=actor.person_id)
    own = PushAddress.objects.filter(person_id=actor.person_id, ended_at=None)
    digest = salted_hmac(
        "huiqi.inbox.address", f"{place.service}:{place.secret}", algorithm="sha256"
    ).hexdigest()
    problems = []
    if own.count() >= MOST_ADDRESSES:
        problems.append(
            _("最多登记 %(most)d 个推送地址，请先停用一个不用的") % {"most": MOST_ADDRESSES}
        )
    if own.filter(digest=digest).exists():
        problems.append(_("这个推送地址你已经登记过"))
    name = " ".join(label.split())
    if not name or len(name) > LONGEST_LABEL:
        problems.append(_("名称写 1 到 %(most)d 个字，例如「财务群」") % {"most": LONGEST_LABEL})
    if problems:
        raise Refused(problems)
    address = PushAddress(
        person_id=actor.person_id,
        service=place.service,
        label=name,
        sealed=seal(place.secret, sealed_for(actor.person_id, place.service)),
        digest=digest,
        hint=place.hint,
        is_simulated=not is_live(place.service),
        created_at=now,
    )
    record_write(
        actor, "inbox.register_address", rows.save(address), detail={"service": place.service}
    )
    _send_code(address, now)
    return address


@transaction.atomic
def send_code(*, address: PushAddress, actor: Actor, now: datetime) -> PushAddress:
    """重发验证码: the earlier one no longer works. Refused when asked too often."""
    require(is_owner_of_address, actor, address)
    locked = _locked(address)
    if locked.ended_at is not None:
        raise Refused([_("这个推送地址已经停用，需要的话重新登记")])
    if locked.verified_at is not None and not _is_to_be_verified_anew(locked):
        raise Refused([_("这个推送地址已经验证，不用再发验证码")])
    # It is verified by where this code goes, whatever earlier ones did.
    locked.is_simulated, locked.verified_at = not is_live(locked.service), None
    rows.save(locked, only=("is_simulated", "verified_at"))
    _send_code(locked, now)
    return locked


def _is_to_be_verified_anew(address: PushAddress) -> bool:
    return address.is_simulated and is_live(address.service)


def _send_code(address: PushAddress, now: datetime) -> None:
    of_person = limits.hit(f"inbox.code:person:{address.person_id}", OF_A_PERSON, now)
    of_place = limits.hit(f"inbox.code:place:{address.digest}", OF_A_PLACE, now)
    wait = max(one.retry_after for one in (of_person, of_place))
    if wait:
        raise Refused(
            [_("验证码要得太勤，请 %(minutes)d 分钟后再试") % {"minutes": -(-wait // 60)}]
        )
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    address.code = digest_of_code(address.pk, code)
    address.code_until = now + GOOD_FOR
    address.tries, address.failed_at = 0, None
    rows.save(address, only=("code", "code_until", "tries", "failed_at"))
    sealed = b64encode(seal(code, sealed_code_for(address.pk))).decode()
    outbox.post(
        CODE, f"{CODE}:{address.pk}:{secrets.token_hex(8)}", {"address": address.pk, "code": sealed}
    )


def verify_address(*, address: PushAddress, code: str, actor: Actor, now: datetime) -> None:
    """验证: by the code that arrived there. Refused when it is wrong, too late or tried too often.

    A wrong try counts though it is refused: it is put down before the refusal.
    """
    require(is_owner_of_address, actor, address)
    if problem := _try(address, code, actor, now):
        raise Refused([problem])


@transaction.atomic
def _try(address: PushAddress, code: str, actor: Actor, now: datetime) -> str:
    locked = _locked(address)
    if locked.ended_at is not None:
        return _("这个推送地址已经停用，需要的话重新登记")
    if locked.verified_at is not None:
        return ""
    if not locked.code or locked.code_until is None or now >= locked.code_until:
        return _("验证码已经过期（10 分钟内有效），请重发一个")
    if locked.tries >= MOST_TRIES:
        return _("这个验证码试错太多次，已经作废，请重发一个")
    given = "".join(code[:LONGEST_LABEL].split())
    if not constant_time_compare(digest_of_code(locked.pk, given), locked.code):
        locked.tries += 1
        rows.save(locked, only=("tries",))
        left = MOST_TRIES - locked.tries
        if not left:
            return _("这个验证码试错太多次，已经作废，请重发一个")
        return _("验证码不对，请看推送里的 6 位数字；还能试 %(left)d 次") % {"left": left}
    locked.verified_at, locked.code, locked.code_until = now, "", None
    rows.save(locked, only=("verified_at", "code", "code_until"))
    record_write(actor, "inbox.verify_address", locked)
    return ""


@transaction.atomic
def choose_paces(
    *, address: PushAddress, choices: Mapping[Kind, Pace], actor: Actor, now: datetime
) -> None:
    """选择推送时机: of each kind given. Refused for a statutory one that is to be put off."""
    require(is_owner_of_address, actor, address)
    if problems := [
        _("「%(kind)s」是法定通知，不汇总：要么及时推送，要么不推送") % {"kind": kind.label}
        for kind, pace in choices.items()
        if kind in STATUTORY and pace == Pace.DAILY
    ]:
        raise Refused(problems)
    told = {kind.value: pace.value for kind, pace in choices.items()}
    record_write(actor, "inbox.choose_paces", address, detail=told)
    for kind, pace in choices.items():
        PushChoice.objects.update_or_create(
            address=address, kind=kind, defaults={"pace": pace, "changed_at": now}
        )


@transaction.atomic
def end_address(*, address: PushAddress, actor: Actor, now: datetime) -> None:
    """停用: nothing goes there any more, and its key or number is gone."""
    require(is_owner_of_address, actor, address)
    _end(address, Ending.OWNER, actor, now)


@transaction.atomic
def stop_by_link(*, address: PushAddress, now: datetime) -> None:
    """一键停用: by whoever holds the signed link; in a group chat that is anybody who reads it."""
    _end(address, Ending.LINK, Actor(address.person_id), now)


@transaction.atomic
def lose_address(*, address: PushAddress, actor: Actor, now: datetime) -> None:
    """停止推送: its service says that it is gone; the person hears of it once."""
    require(is_system, actor)
    _end(address, Ending.GONE, actor, now)
    notice = Notice(
        key=f"inbox.address_gone:{address.pk}",
        whom=Whom(person=address.person),
        kind=Kind.SECURITY,  # whoever relies on it must know that nothing arrives there
        title=saying(
            "推送地址「%(label)s」已经不在，停止往那里推送；需要的话重新登记", label=address.label
        ),
        url=reverse("inbox:addresses"),
    )
    send_notice(notice=notice, actor=actor, now=now)


def _end(address: PushAddress, ending: Ending, actor: Actor, now: datetime) -> None:
    locked = _locked(address)
    if locked.ended_at is not None:
        return
    locked.ended_at, locked.ending = now, ending
    locked.sealed, locked.code, locked.code_until = b"", "", None
    rows.save(locked, only=("ended_at", "ending", "sealed", "code", "code_until"))
    record_write(actor, "inbox.end_address", locked, detail={"ending": ending.value})


def _locked(address: PushAddress) -> PushAddress:
    return PushAddress.objects.select_for_update(of=("self",)).get(pk=address.pk)
