"""验证码: whether somebody without an account can be reached where they say they can be.

A code is sent to a mobile number or a mailbox and typed in again. What is waited for stands in
the visitor's session, the code only as a keyed hash; nobody is looked up, so that no answer
tells whether a number or a mailbox belongs to somebody the city knows.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiqi.inbox import gateways
from huiqi.inbox.enums import Service
from huiqi.inbox.gateways.sms import SIGN
from huiqi.kernel import outbox
from huiqi.kernel.days import is_english
from huiqi.kernel.limits import Limit, hit
from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Refused
from huiqi.kernel.words import legible, worded

CODE: Final = "inbox.code"  # the kind of the outbox
DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
PROVEN_FOR: Final = timedelta(hours=2)
TRIES: Final = 5
LONGEST: Final = 254

# What one number or mailbox may be sent, and what one network may ask for or try.
TO_CONTACT: Final = (Limit(3, timedelta(minutes=10)), Limit(10, timedelta(days=1)))
FROM_ADDRESS: Final = Limit(20, timedelta(hours=1))
TRIED_FROM_ADDRESS: Final = Limit(60, timedelta(hours=1))

PHONE: Final = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
EMAIL: Final = re.compile(r"[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.ASCII)

WAITING: Final = "inbox.code.waiting"  # what the session keeps
PROVEN: Final = "inbox.code.proven"

Session = MutableMapping[str, Any]


class Way(StrEnum):
    """方式: how somebody is reached."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Contact:
    """联系方式: a mobile number of eleven digits, or a mailbox in small letters."""

    way: Way
    value: str

    @property
    def masked(self) -> str:
        """遮盖后的写法: enough for whoever owns it to know it again, not for anybody else."""
        if self.way == Way.PHONE:
            return f"{self.value[:3]}****{self.value[-4:]}"
        name, _at, host = self.value.partition("@")
        return f"{name[0]}***@{host}"


@dataclass(frozen=True)
class Waiting:
    """待填的验证码: where it went; ``shown`` is the code in a city that simulates messages."""

    contact: Contact
    shown: str = ""


def read_contact(given: str) -> Contact:
    """读联系方式: tolerant of spaces, full width and +86; Refused for what is neither kind."""
    told = unicodedata.normalize("NFKC", legible(given[: 4 * LONGEST])).strip()
    digits = re.sub(r"[\s()-]", "", told)
    if found := PHONE.fullmatch(digits):
        return Contact(Way.PHONE, found[1])
    mailbox = told.lower()
    if len(mailbox) <= LONGEST and EMAIL.fullmatch(mailbox):
        return Contact(Way.EMAIL, mailbox)
    if not told:
        raise Refused([_("请填手机号或邮箱，我们凭它告诉你办到哪一步")])
    raise Refused(
        [worded("「%(told)s」看不出是手机号或邮箱；手机号 11 位，邮箱带 @", told=told[:40])]
    )


def sends_to_phones() -> bool:
    """能否发短信: by the city's gateway, where one is connected; a demonstration simulates them."""
    return bool(settings.ENVIRONMENT.demo) or gateways.is_live(Service.SMS)


def send_code(*, contact: Contact, session: Session, address: str, now: datetime) -> Waiting:
    """发验证码: a new one, in place of the one waited for; ``address`` is the visitor's network.

    Refused when it cannot be sent there, or too often. In the caller's transaction.
    """
    if contact.way == Way.PHONE and not sends_to_phones():
        raise Refused([_("这里还没有接通短信，请改填邮箱；着急的请打 12345")])
    if wait := max(_waits(contact, address, now)):
        raise Refused([_too_often(wait)])
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    name = secrets.token_hex(8)
    shown = code if settings.ENVIRONMENT.demo else ""
    session[WAITING] = {
        "name": name,
        "way": contact.way.value,
        "value": contact.value,
        "hash": _hash(name, contact, code),
        "until": (now + LASTS).isoformat(),
        "shown": shown,
    }
    outbox.post(
        CODE,
        f"{CODE}:{name}",
        {
            "way": contact.way.value,
            "value": contact.value,
            "code": code,
            "until": session[WAITING]["until"],
            "language": "en" if is_english() else settings.LANGUAGE_CODE,
        },
    )
    return Waiting(contact, shown)


def waiting_in(session: Mapping[str, Any]) -> Waiting | None:
    """待填的验证码: of this visitor; None when none was sent."""
    kept = session.get(WAITING)
    if not kept:
        return None
    return Waiting(Contact(Way(kept["way"]), kept["value"]), kept["shown"])


def prove(*, code: str, session: Session, address: str, now: datetime) -> Contact:
    """核对验证码: used once, in time and within a few tries; the session remembers the contact.

    Refused with the same sentence for every code that is not the right one.
    """
    kept = session.get(WAITING)
    if not kept:
        raise Refused([_("请先发送验证码")])
    if wait := hit(f"code-tries:{_masked_name(address)}", TRIED_FROM_ADDRESS, now).retry_after:
        raise Refused([_too_often(wait)])
    is_over = now >= datetime.fromisoformat(kept["until"])
    # Counted in the database: two tries at once are two.
    if is_over or not hit(f"code:{kept['name']}", Limit(TRIES, timedelta(days=1)), now).ok:
        del session[WAITING]
        raise Refused([_("验证码已经失效，请重新发送")])
    contact = Contact(Way(kept["way"]), kept["value"])
    plain = unicodedata.normalize("NFKC", "".join(code[:100].split()))
    if not constant_time_compare(kept["hash"], _hash(kept["name"], contact, plain)):
        raise Refused([_("验证码不对，请照收到的重新填；收不到的，过几分钟重新发送")])
    del session[WAITING]
    session[PROVEN] = {
        "way": contact.way.value,
        "value": contact.value,
        "until": (now + PROVEN_FOR).isoformat(),
    }
    return contact


def proven_in(session: Mapping[str, Any], now: datetime) -> Contact | None:
    """已验证的联系方式: of this visitor, for two hours; None when there is none any more."""
    kept = session.get(PROVEN)
    if not kept or now >= datetime.fromisoformat(kept["until"]):
        return None
    return Contact(Way(kept["way"]), kept["value"])


def forget(session: Session) -> None:
    """忘掉: what this visitor has proven or was sent, for instance at a public computer."""
    session.pop(WAITING, None)
    session.pop(PROVEN, None)


@outbox.handles(CODE)
def deliver(payload: Mapping[str, Any], key: str) -> None:
    """送出验证码: while it is good; simulated ones go nowhere; then it is kept nowhere.

    NotTaken when the gateway does not take it: it is tried again as long as it is of use.
    """
    if now() < datetime.fromisoformat(payload["until"]):
        if payload["way"] == Way.EMAIL:
            _mail(payload).send()
        elif gateways.is_live(Service.SMS):
            with suppress(gateways.Gone):  # whoever waits there for a code types another number
                gateways.deliver(Service.SMS, f"+86{payload['value']}", _text_message(payload), key)
    # The address and the code were needed for this one sending only.
    OutboxMessage.objects.filter(key=key).update(payload={"way": payload["way"]})


def _text_message(payload: Mapping[str, Any]) -> str:
    with override(payload["language"]):
        return SIGN + worded(
            "验证码 %(code)s，%(minutes)s 分钟内有效，只用一次。任何人向你要，都不要给。",
            code=payload["code"],
            minutes=LASTS // timedelta(minutes=1),
        )


def _mail(payload: Mapping[str, Any]) -> EmailMessage:
    with override(payload["language"]):
        text = worded(
            "验证码：%(code)s\n\n%(minutes)s 分钟内有效，只用一次。"
            "任何人向你要，都不要给。不是你要的，不用理会。\n",
            code=payload["code"],
            minutes=LASTS // timedelta(minutes=1),
        )
        return EmailMessage(
            subject=_("惠企：验证码"),
            body=text,
            to=[payload["value"]],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _waits(contact: Contact, address: str, now: datetime) -> Iterator[int]:
    whose = _masked_name(contact.value)
    for limit in TO_CONTACT:
        yield hit(f"code-to:{limit.per.total_seconds():.0f}:{whose}", limit, now).retry_after
    yield hit(f"code-from:{_masked_name(address)}", FROM_ADDRESS, now).retry_after


def _too_often(seconds: int) -> str:
    return worded(
        "验证码要得太频繁，请 %(minutes)s 分钟后再来；着急的请打 12345", minutes=-(-seconds // 60)
    )


def _masked_name(text: str) -> str:
    return salted_hmac("huiqi.inbox.code.whose", text).hexdigest()[:32]


def _hash(name: str, contact: Contact, code: str) -> str:
    told = f"{name}:{contact.way.value}:{contact.value}:{code}"
    return salted_hmac("huiqi.inbox.code", told, algorithm="sha256").hexdigest()
