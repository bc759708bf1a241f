"""推送的结局: an address that is gone is tried once; a digest costs the same however long it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings

from huiqi.inbox import gateways, push
from huiqi.inbox.actions import Whom, choose_paces, queue_pushes
from huiqi.inbox.enums import Kind, Pace, Service
from huiqi.inbox.models import Message, Push, PushAddress
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import OutboxMessage
from huiqi.parties import scope
from tests.cast import NOW, Player
from tests.inbox.conftest import a_notice, send_everything
from tests.inbox.test_pushes import AT_HALF_PAST, SERVICES, a_place, registered, verified

DIGEST = 9  # questions to the database for one, however many messages it has


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's clock stands where the actions say that they are."""
    monkeypatch.setattr(push, "now", lambda: NOW)


@pytest.fixture
def live(settings: LazySettings) -> None:
    settings.PUSH_SERVICES = SERVICES


@pytest.mark.parametrize("count", [2, 12])
def test_digest_of_many_messages_asks_no_more_than_one_of_few(
    lan: Player, count: int, django_assert_num_queries: Any
) -> None:
    address = verified(lan)
    choose_paces(address=address, choices={Kind.POLICY: Pace.DAILY}, actor=lan.actor, now=NOW)
    for number in range(count):
        a_notice(f"{number}", Whom(person=lan.person), Kind.POLICY)
    with scope.everything():
        queue_pushes(actor=SYSTEM, now=AT_HALF_PAST)
        waiting = OutboxMessage.objects.get(sent_at=None, kind="inbox.push")
        with django_assert_num_queries(DIGEST):
            push.send_push(waiting.payload, waiting.key)
    assert Push.objects.filter(sent_at=NOW).count() == count


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
