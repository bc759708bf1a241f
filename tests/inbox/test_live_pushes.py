"""已接通的推送: what leaves the city once a gateway is connected, and what is gone for good."""

import pytest
from django.conf import LazySettings

from huiqi.inbox import gateways
from huiqi.inbox.actions import (
    Whom,
    verify_address,
)
from huiqi.inbox.actions.erasure import erase_mail_of
from huiqi.inbox.enums import Kind, Service
from huiqi.inbox.models import Message, Push, PushAddress, PushChoice, SimulatedDelivery
from huiqi.inbox.queries.pushes import may_be_sent_to, traffic
from huiqi.kernel import outbox
from huiqi.kernel.models import OutboxMessage
from tests.cast import NOW, Player
from tests.inbox.conftest import a_notice, send_everything
from tests.inbox.test_pushes import SERVICES, a_place, clock, registered, verified

__all__ = ["clock"]  # the worker's clock stands still here too

# When the city is connected


@pytest.fixture
def live(settings: LazySettings) -> None:
    settings.PUSH_SERVICES = SERVICES


def test_what_was_verified_by_a_simulation_gets_nothing_real(
    lan: Player, settings: LazySettings
) -> None:
    address = verified(lan)
    settings.PUSH_SERVICES = SERVICES
    assert may_be_sent_to(address) is False
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    assert Push.objects.count() == 0


def test_what_was_planned_before_the_connection_is_dropped(
    lan: Player, settings: LazySettings
) -> None:
    verified(lan)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    settings.PUSH_SERVICES = SERVICES
    send_everything()
    assert Push.objects.get().dropped_at == NOW


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What left the city: service, place and first line."""
    found: list[tuple[str, str, str]] = []

    def deliver(service: Service, place: str, text: str, key: str) -> None:
        found.append((service.value, place, text.splitlines()[0]))

    monkeypatch.setattr(gateways, "deliver", deliver)
    return found


def test_live_address_is_verified_by_a_code_that_left(
    lan: Player, live: None, sent: list[tuple[str, str, str]]
) -> None:
    address = registered(lan, a_place(1, Service.SMS))
    send_everything()
    ((service, place, text),) = sent
    assert (service, place) == ("sms", "+8613800138001")
    code = text.split()[1][:6]
    verify_address(address=address, code=code, actor=lan.actor, now=NOW)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE, title="还有三天")
    send_everything()
    assert sent[1][2] == "【惠企】还有三天"
    assert SimulatedDelivery.objects.count() == 0


def test_failure_after_the_last_try_is_kept_for_the_person(
    lan: Player, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    address = verified(lan)
    PushAddress.objects.update(is_simulated=False)
    settings.PUSH_SERVICES = SERVICES

    def refuse(*_: object) -> None:
        raise gateways.NotTaken("没有收下")

    monkeypatch.setattr(gateways, "deliver", refuse)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    waiting = OutboxMessage.objects.get(sent_at=None)
    for _ in range(outbox.MOST_ATTEMPTS):
        address.refresh_from_db()
        assert address.failed_at is None
        with pytest.raises(gateways.NotTaken):
            outbox.send(waiting.pk, NOW)
    address.refresh_from_db()
    assert (address.failed_at, Push.objects.get().failed_at) == (NOW, NOW)
    assert [one.failed for one in traffic(NOW)] == [1, 0, 0, 0]


def test_address_that_is_gone_is_tried_once_and_its_person_hears_of_it(
    lan: Player, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    address, other = verified(lan), verified(lan, a_place(2, Service.SMS))
    PushAddress.objects.update(is_simulated=False)
    settings.PUSH_SERVICES = SERVICES
    tried: list[str] = []

    def answer(service: Service, *_: object) -> None:
        tried.append(service.value)
        if service == Service.WECOM:
            raise gateways.Gone("群机器人已经不在了")

    monkeypatch.setattr(gateways, "deliver", answer)
    for key in ("1", "2"):
        a_notice(key, Whom(person=lan.person), Kind.DEADLINE)
    send_everything()
    assert sorted(tried) == ["sms", "sms", "wecom"]
    send_everything()  # what the person is told of it goes to the other address
    assert sorted(tried) == ["sms", "sms", "sms", "wecom"]
    address.refresh_from_db()
    assert (address.ended_at, address.ending, bytes(address.sealed)) == (NOW, "gone", b"")
    first, second = Push.objects.filter(address=address).order_by("id")
    assert (first.failed_at, second.dropped_at) == (NOW, NOW)
    (told,) = Message.objects.filter(person=lan.person, kind=Kind.SECURITY)
    assert told.title == "推送地址「财务群」已经不在，停止往那里推送；需要的话重新登记"
    assert told.url == "/inbox/addresses/"
    other.refresh_from_db()
    assert other.ended_at is None
    a_notice("3", Whom(person=lan.person), Kind.DEADLINE)
    assert Push.objects.filter(address=address).count() == 2
    assert registered(lan).ended_at is None  # the robot may be connected anew


def test_code_for_a_robot_that_is_gone_is_tried_once(
    lan: Player, live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise gateways.Gone("群机器人已经不在了")

    monkeypatch.setattr(gateways, "deliver", gone)
    address = registered(lan)
    send_everything()
    address.refresh_from_db()
    assert (address.failed_at, address.ended_at) == (NOW, None)
    assert not OutboxMessage.objects.filter(sent_at=None).exists()


def test_key_sealed_under_another_secret_is_not_sent(
    lan: Player, live: None, sent: list[tuple[str, str, str]], settings: LazySettings
) -> None:
    address = registered(lan)
    OutboxMessage.objects.all().delete()
    PushAddress.objects.update(verified_at=NOW, code="", code_until=None)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(gateways.NotTaken, match="重新登记"):
        send_everything()
    assert (sent, address.is_simulated) == ([], False)


def test_erased_person_leaves_no_address_behind(lan: Player) -> None:
    verified(lan)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    send_everything()
    erase_mail_of(person=lan.person, now=NOW)
    rows = (PushAddress, PushChoice, Push, SimulatedDelivery)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0]
