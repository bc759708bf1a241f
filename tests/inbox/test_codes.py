"""验证码: sent to where somebody says they are, typed in once, in time and within a few tries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings

from huiqi.config.environment import Environment
from huiqi.inbox.codes import (
    LASTS,
    PROVEN_FOR,
    TRIES,
    Contact,
    Way,
    forget,
    prove,
    proven_in,
    read_contact,
    send_code,
    waiting_in,
)
from huiqi.inbox.enums import Service
from huiqi.inbox.gateways import sms
from huiqi.kernel import outbox
from huiqi.kernel.models import OutboxMessage
from huiqi.kernel.refusals import Refused
from tests.cast import NOW

PHONE = Contact(Way.PHONE, "13800002210")
MAILBOX = Contact(Way.EMAIL, "zhou@example.com")
HERE = "10.0.0.1"


@pytest.fixture
def session() -> dict[str, Any]:
    return {}


@pytest.fixture(autouse=True)
def demonstration() -> Iterator[None]:
    with override_settings(ENVIRONMENT=Environment.read({"HUIQI_DEMO": "1"})):
        yield


def sent(session: dict[str, Any], contact: Contact = PHONE) -> str:
    return send_code(contact=contact, session=session, address=HERE, now=NOW).shown


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    ("given", "contact"),
    [
        ("13800002210", PHONE),
        (" +86 138-0000-2210 ", PHONE),
        ("１３８００００２２１０", PHONE),
        (" Zhou@Example.com", MAILBOX),
    ],
)
def test_contact_is_read_as_people_write_it(given: str, contact: Contact) -> None:
    assert read_contact(given) == contact


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "请填手机号或邮箱"),
        ("12345", "看不出是手机号或邮箱"),
        ("a@b", "看不出是手机号或邮箱"),
        ("a@example.com\nBcc: b@example.com", "看不出是手机号或邮箱"),
        ("😀" * 100_000, "看不出是手机号或邮箱"),
        ("\x00", "请填手机号或邮箱"),
    ],
)
def test_what_is_no_contact_is_refused_in_a_sentence(given: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_contact(given)


def test_contact_is_masked_for_others() -> None:
    assert (PHONE.masked, MAILBOX.masked) == ("138****2210", "z***@example.com")


@pytest.mark.django_db
def test_right_code_proves_the_contact_for_two_hours(session: dict[str, Any]) -> None:
    code = sent(session)
    assert prove(code=f" {code} ", session=session, address=HERE, now=NOW) == PHONE
    assert proven_in(session, NOW) == PHONE
    assert proven_in(session, NOW + PROVEN_FOR) is None
    forget(session)
    assert session == {}


@pytest.mark.django_db
def test_code_is_used_once(session: dict[str, Any]) -> None:
    code = sent(session)
    prove(code=code, session=session, address=HERE, now=NOW)
    with pytest.raises(Refused, match="请先发送验证码"):
        prove(code=code, session=session, address=HERE, now=NOW)


@pytest.mark.django_db
def test_new_code_takes_the_place_of_the_old(session: dict[str, Any]) -> None:
    old, new = sent(session), sent(session)
    if old != new:
        with pytest.raises(Refused, match="验证码不对"):
            prove(code=old, session=session, address=HERE, now=NOW)
    assert prove(code=new, session=session, address=HERE, now=NOW) == PHONE


@pytest.mark.django_db
def test_code_is_over_after_its_time(session: dict[str, Any]) -> None:
    code = sent(session)
    with pytest.raises(Refused, match="已经失效"):
        prove(code=code, session=session, address=HERE, now=NOW + LASTS)
    assert waiting_in(session) is None


@pytest.mark.django_db
def test_few_tries_are_allowed(session: dict[str, Any]) -> None:
    code = sent(session)
    for _time in range(TRIES):
        with pytest.raises(Refused, match="验证码不对"):
            prove(code=other_than(code), session=session, address=HERE, now=NOW)
    with pytest.raises(Refused, match="已经失效"):
        prove(code=code, session=session, address=HERE, now=NOW)


@pytest.mark.django_db
def test_one_number_is_not_flooded() -> None:
    for _time in range(3):
        sent({})
    with pytest.raises(Refused, match="太频繁"):
        sent({})
    later = NOW + timedelta(minutes=10)
    send_code(contact=PHONE, session={}, address=HERE, now=later)


@pytest.mark.django_db
def test_session_keeps_no_code_outside_a_demonstration(session: dict[str, Any]) -> None:
    with override_settings(ENVIRONMENT=Environment.read({"HUIQI_DEMO": "0"})):
        with pytest.raises(Refused, match="还没有接通短信"):
            sent(session)
        assert sent(session, MAILBOX) == ""
    message = OutboxMessage.objects.get()
    assert message.payload["code"] not in str(session)


@pytest.mark.django_db
@pytest.mark.usefixtures("city_clock")
def test_code_comes_by_mail_and_is_kept_nowhere(session: dict[str, Any]) -> None:
    code = sent(session, MAILBOX)
    message = OutboxMessage.objects.get()
    assert outbox.send(message.pk, NOW)
    message.refresh_from_db()
    assert (message.payload, message.sent_at) == ({"way": "email"}, NOW)
    letter = mail.outbox[0]
    assert letter.to == ["zhou@example.com"]
    assert code in letter.body
    assert code not in letter.subject


@pytest.mark.django_db
@pytest.mark.usefixtures("city_clock")
def test_code_goes_to_a_telephone_by_the_gateway_of_the_city(
    session: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[str, str, str]] = []
    monkeypatch.setattr(sms, "send", lambda *given: handed.append(given))
    settings.PUSH_SERVICES = frozenset({Service.SMS})
    with override_settings(ENVIRONMENT=Environment.read({"HUIQI_DEMO": "0"})):
        assert sent(session) == ""  # whoever has the telephone reads it, and nobody else
        message = OutboxMessage.objects.get()
        code = message.payload["code"]
        assert outbox.send(message.pk, NOW)
    told = f"【惠企】验证码 {code}，10 分钟内有效，只用一次。任何人向你要，都不要给。"
    assert handed == [("+8613800002210", told, message.key)]
    message.refresh_from_db()
    assert message.payload == {"way": "phone"}
    assert prove(code=code, session=session, address=HERE, now=NOW) == PHONE


@pytest.mark.django_db
@pytest.mark.usefixtures("city_clock")
def test_code_that_is_over_is_sent_to_nobody(session: dict[str, Any]) -> None:
    send_code(contact=MAILBOX, session=session, address=HERE, now=NOW - LASTS)
    message = OutboxMessage.objects.get()
    assert outbox.send(message.pk, NOW)
    assert mail.outbox == []
