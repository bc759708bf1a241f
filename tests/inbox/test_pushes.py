"""推送: to addresses that proved themselves, when each person wants it, and at most once."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from huiqi.inbox import gateways, push
from huiqi.inbox.actions import (
    Whom,
    choose_channels,
    choose_paces,
    end_address,
    queue_pushes,
    register_address,
    send_code,
    stop_by_link,
    verify_address,
)
from huiqi.inbox.actions.erasure import erase_mail_of
from huiqi.inbox.enums import Channel, Kind, Pace, Service
from huiqi.inbox.models import Push, PushAddress, PushChoice, SimulatedDelivery
from huiqi.inbox.opt_out import read_address
from huiqi.inbox.places import Place, read
from huiqi.inbox.queries.pushes import may_be_sent_to, pushed_addresses, traffic
from huiqi.kernel import outbox
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry, OutboxMessage
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused
from tests.cast import NOW, Player
from tests.inbox.conftest import a_notice, send_everything

NIGHT = datetime(2021, 10, 20, 23, 0, tzinfo=CITY)
AT_EIGHT = datetime(2021, 10, 21, 8, 0, tzinfo=CITY)
AT_HALF_PAST = datetime(2021, 10, 21, 8, 30, tzinfo=CITY)
UUID = "693a91f6-7aac-4bc4-97a0-0ec2bcd7a5{:02}"
SERVICES = frozenset({"wecom", "sms"})


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's clock stands where the actions say that they are."""
    monkeypatch.setattr(push, "now", lambda: NOW)


def a_place(number: int = 1, service: Service = Service.WECOM) -> Place:
    typed = f"138001380{number:02}" if service == Service.SMS else UUID.format(number)
    return read(service, typed)


def registered(player: Player, place: Place | None = None) -> PushAddress:
    return register_address(place=place or a_place(), label="财务群", actor=player.actor, now=NOW)


def the_code() -> str:
    send_everything()
    told = SimulatedDelivery.objects.filter(is_code=True).first()
    assert told is not None
    found = re.search(r"[0-9]{6}", told.text)
    assert found is not None
    return found.group()


def verified(player: Player, place: Place | None = None) -> PushAddress:
    address = registered(player, place)
    verify_address(address=address, code=the_code(), actor=player.actor, now=NOW)
    address.refresh_from_db()
    return address


def said(address: PushAddress) -> list[str]:
    told = SimulatedDelivery.objects.filter(address=address, is_code=False).order_by("id")
    return [one.text for one in told]


def choose(player: Player, address: PushAddress, kind: Kind, pace: Pace) -> None:
    choose_paces(address=address, choices={kind: pace}, actor=player.actor, now=NOW)


# Registering and verifying


def test_key_is_kept_sealed_and_never_shown(lan: Player) -> None:
    address = registered(lan)
    for model in (PushAddress, OutboxMessage, AuditEntry):
        assert a_place().secret not in str(list(model.objects.values()))
    assert a_place().secret.encode() not in bytes(address.sealed)
    assert str(address) == "财务群（…a501）"


def test_address_is_in_use_once_its_code_came_back(lan: Player) -> None:
    address = registered(lan)
    assert pushed_addresses([lan.person.pk]) == {}
    verify_address(address=address, code=the_code(), actor=lan.actor, now=NOW)
    assert pushed_addresses([lan.person.pk]) == {lan.person.pk: [address]}


def test_wrong_code_counts_and_the_last_try_ends_the_code(lan: Player) -> None:
    address, code = registered(lan), the_code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    told: list[str] = []
    for _ in range(5):
        with pytest.raises(Refused) as refused:
            verify_address(address=address, code=wrong, actor=lan.actor, now=NOW)
        told += refused.value.problems
    with pytest.raises(Refused, match="试错太多次"):
        verify_address(address=address, code=code, actor=lan.actor, now=NOW)
    assert told[0] == "验证码不对，请看推送里的 6 位数字；还能试 4 次"
    assert told[4] == "这个验证码试错太多次，已经作废，请重发一个"


@pytest.mark.parametrize("typed", ["", "9" * 100_000, "😀", "' OR 1=1"])
def test_what_is_no_code_is_a_wrong_one(lan: Player, typed: str) -> None:
    address = registered(lan)
    with pytest.raises(Refused, match="验证码不对"):
        verify_address(address=address, code=typed, actor=lan.actor, now=NOW)


def test_code_is_good_for_ten_minutes(lan: Player) -> None:
    address, code = registered(lan), the_code()
    late = NOW + timedelta(minutes=10)
    with pytest.raises(Refused, match="已经过期"):
        verify_address(address=address, code=code, actor=lan.actor, now=late)
    verify_address(address=address, code=code, actor=lan.actor, now=late - timedelta(seconds=1))
    address.refresh_from_db()
    assert address.verified_at is not None


def test_new_code_ends_the_earlier_one(lan: Player) -> None:
    address, code = registered(lan), the_code()
    send_code(address=address, actor=lan.actor, now=NOW)
    new = the_code()
    if new != code:
        with pytest.raises(Refused, match="验证码不对"):
            verify_address(address=address, code=code, actor=lan.actor, now=NOW)
    verify_address(address=address, code=new, actor=lan.actor, now=NOW)
    assert SimulatedDelivery.objects.count() == 2


def test_telephone_does_not_ring_because_codes_are_asked_for_again_and_again(
    lan: Player, li: Player
) -> None:
    place = a_place(1, Service.SMS)
    mine, theirs = registered(lan, place), registered(li, place)
    send_code(address=mine, actor=lan.actor, now=NOW)
    with pytest.raises(Refused, match="验证码要得太勤，请 30 分钟后再试"):
        send_code(address=theirs, actor=li.actor, now=NOW)


def test_more_than_five_addresses_are_refused_with_all_that_is_wrong(lan: Player) -> None:
    for number in range(5):
        registered(lan, a_place(number))
    with pytest.raises(Refused) as refused:
        register_address(place=a_place(1), label=" ", actor=lan.actor, now=NOW)
    assert refused.value.problems == (
        "最多登记 5 个推送地址，请先停用一个不用的",
        "这个推送地址你已经登记过",
        "名称写 1 到 20 个字，例如「财务群」",
    )


def test_address_of_somebody_else_cannot_be_verified_chosen_for_or_ended(
    lan: Player, li: Player
) -> None:
    address = verified(lan)
    with pytest.raises(Denied):
        verify_address(address=address, code="1", actor=li.actor, now=NOW)
    with pytest.raises(Denied):
        choose(li, address, Kind.POLICY, Pace.NOW)
    with pytest.raises(Denied):
        end_address(address=address, actor=li.actor, now=NOW)


# What is pushed, and when


def test_push_carries_the_title_and_a_link_and_not_the_body(lan: Player) -> None:
    address = verified(lan)
    (message,) = a_notice(
        "1", Whom(person=lan.person), Kind.DEADLINE, title="还有三天", body="核定 120 万元"
    )
    send_everything()
    (text,) = said(address)
    title, link, stop = text.splitlines()
    assert title == "【惠企】还有三天"
    assert link == f"http://127.0.0.1:8000/inbox/messages/{message.pk}/"
    assert stop.startswith("不再推送到这里：http://127.0.0.1:8000/inbox/stop/")
    assert read_address(stop.rpartition("/stop/")[2].removesuffix("/")) == address.pk


def test_same_notice_is_pushed_once(lan: Player) -> None:
    address = verified(lan)
    for _ in range(2):
        a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
        send_everything()
    assert len(said(address)) == 1
    assert Push.objects.get().is_simulated is True


@pytest.mark.parametrize(
    ("kind", "at"),
    [(Kind.SECURITY, NIGHT), (Kind.DECISION, AT_EIGHT), (Kind.DEADLINE, AT_EIGHT)],
)
def test_only_what_concerns_the_account_rings_at_night(
    lan: Player, kind: Kind, at: datetime
) -> None:
    verified(lan)
    a_notice("1", Whom(person=lan.person), kind, now=NIGHT)
    waiting = Push.objects.get()
    assert (waiting.due_at, waiting.queued) == (at, at == NIGHT)


def test_what_waited_for_the_morning_leaves_then(lan: Player) -> None:
    address = verified(lan)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE, now=NIGHT)
    assert queue_pushes(actor=SYSTEM, now=AT_EIGHT - timedelta(seconds=1)) == 0
    assert queue_pushes(actor=SYSTEM, now=AT_EIGHT) == 1
    assert queue_pushes(actor=SYSTEM, now=AT_EIGHT) == 0
    send_everything()
    assert len(said(address)) == 1


def test_digest_of_the_morning_is_one_push_with_every_title(lan: Player) -> None:
    address = verified(lan)
    for key in ("1", "2", "3"):
        a_notice(key, Whom(person=lan.person), Kind.PROGRESS)
    assert queue_pushes(actor=SYSTEM, now=AT_EIGHT) == 0
    assert queue_pushes(actor=SYSTEM, now=AT_HALF_PAST) == 1
    send_everything()
    (text,) = said(address)
    assert text.splitlines()[:5] == [
        "【惠企】3 条消息",
        "· 消息1",
        "· 消息2",
        "· 消息3",
        "http://127.0.0.1:8000/inbox/messages/",
    ]


def test_long_digest_fits_into_what_the_narrowest_service_takes(lan: Player) -> None:
    address = verified(lan)
    for key in range(20):
        a_notice(f"{key}", Whom(person=lan.person), title="长" * 120)
    queue_pushes(actor=SYSTEM, now=AT_HALF_PAST)
    send_everything()
    (text,) = said(address)
    assert len(text.encode()) < 2_048
    assert "另有 17 条" in text


def test_kinds_go_only_where_they_were_chosen_for(lan: Player) -> None:
    first, second = verified(lan), verified(lan, a_place(2))
    choose(lan, first, Kind.POLICY, Pace.NOW)
    choose(lan, second, Kind.DEADLINE, Pace.NEVER)
    for kind in (Kind.POLICY, Kind.DEADLINE):
        a_notice(kind.value, Whom(person=lan.person), kind)
    send_everything()
    assert (len(said(first)), len(said(second))) == (2, 0)


def test_statutory_notice_is_never_put_off_to_the_digest(lan: Player) -> None:
    address = verified(lan)
    with pytest.raises(Refused, match="「决定和结果」是法定通知，不汇总"):
        choose(lan, address, Kind.DECISION, Pace.DAILY)
    assert PushChoice.objects.count() == 0


def test_kind_declined_altogether_is_not_pushed(lan: Player) -> None:
    verified(lan)
    choose_channels(choices={Kind.DEADLINE: Channel.NONE}, actor=lan.actor, now=NOW)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    assert Push.objects.count() == 0


def test_what_is_declined_while_it_waits_is_dropped(lan: Player) -> None:
    address = verified(lan)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    choose(lan, address, Kind.DEADLINE, Pace.NEVER)
    send_everything()
    assert said(address) == []
    assert Push.objects.get().dropped_at == NOW


def test_ended_address_gets_nothing_and_keeps_no_key(lan: Player) -> None:
    address = verified(lan)
    a_notice("1", Whom(person=lan.person), Kind.DEADLINE)
    stop_by_link(address=address, now=NOW)
    send_everything()
    address.refresh_from_db()
    assert (said(address), bytes(address.sealed), address.ending) == ([], b"", "link")
    assert registered(lan).pk != address.pk


def test_forged_link_stops_nothing() -> None:
    assert [read_address(one) for one in ("", "1", "1:forged", "x:y:z")] == [None] * 4


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
