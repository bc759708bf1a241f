"""投递: a message leaves once, an answer is given again, nobody comes too often."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from procrastinate import testing
from procrastinate.contrib.django import app, procrastinate_app

from huiqi.kernel import idempotency, limits, outbox
from huiqi.kernel.models import IdempotencyKey, OutboxMessage, RateCount
from huiqi.kernel.refusals import Refused
from tests.kernel.threads import together

AT = datetime(2021, 10, 20, 9, tzinfo=UTC)
SENT: list[tuple[str, str]] = []
GIVEN_UP: list[str] = []


@outbox.handles("test.letter")
def _letter(payload: Mapping[str, Any], key: str) -> None:
    if payload["to"] == "nobody":
        raise ConnectionError("没有这个地址")
    SENT.append((payload["to"], key))


@outbox.gives_up("test.letter")
def _given_up(payload: Mapping[str, Any], at: datetime) -> None:
    GIVEN_UP.append(f"{payload['to']} {at:%H:%M}")


@pytest.fixture(autouse=True)
def jobs() -> Iterator[testing.InMemoryConnector]:
    SENT.clear()
    GIVEN_UP.clear()
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector) as replaced:
        before, procrastinate_app.current_app = procrastinate_app.current_app, replaced
        yield connector
        procrastinate_app.current_app = before


def test_message_is_sent_once_however_often_it_is_posted(
    db: None, jobs: testing.InMemoryConnector
) -> None:
    assert outbox.post("test.letter", "welcome:1", {"to": "陈岚"}) is True
    assert outbox.post("test.letter", "welcome:1", {"to": "陈岚"}) is False
    message = OutboxMessage.objects.get()
    assert outbox.send(message.pk, AT) is True
    assert outbox.send(message.pk, AT) is False
    assert SENT == [("陈岚", "welcome:1")]


def test_failure_of_the_last_attempt_is_told_once(db: None) -> None:
    outbox.post("test.letter", "1", {"to": "nobody"})
    message = OutboxMessage.objects.get()
    told = []
    for _ in range(outbox.MOST_ATTEMPTS):
        told.append(list(GIVEN_UP))
        with pytest.raises(ConnectionError):
            outbox.send(message.pk, AT)
    assert told == [[]] * outbox.MOST_ATTEMPTS
    assert GIVEN_UP == ["nobody 09:00"]


def test_message_nobody_handles_is_not_taken(db: None) -> None:
    with pytest.raises(KeyError):
        outbox.post("test.unheard", "1", {})


def test_failure_is_kept_and_the_message_waits(db: None) -> None:
    outbox.post("test.letter", "1", {"to": "nobody"})
    message = OutboxMessage.objects.get()
    for attempt in (1, 2):
        with pytest.raises(ConnectionError):
            outbox.send(message.pk, AT)
        message.refresh_from_db()
        assert (message.attempts, message.sent_at) == (attempt, None)
    assert message.last_error == "ConnectionError：没有这个地址"


@pytest.mark.django_db(transaction=True)
def test_message_of_a_transaction_that_failed_is_never_sent() -> None:
    with transaction.atomic():
        outbox.post("test.letter", "1", {"to": "陈岚"})
        transaction.set_rollback(True)
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_senders_send_one_message_once() -> None:
    outbox.post("test.letter", "1", {"to": "陈岚"})
    message = OutboxMessage.objects.get()
    assert sum(together(lambda _: outbox.send(message.pk, AT), 8)) == 1
    assert SENT == [("陈岚", "1")]


def test_two_cannot_handle_the_same_kind() -> None:
    with pytest.raises(ValueError, match="已经有人处理"):
        outbox.handles("test.letter")(_letter)


# Idempotency


def test_same_request_gets_the_same_answer_and_is_done_once(db: None) -> None:
    done: list[int] = []

    def act() -> tuple[int, Any]:
        done.append(1)
        return 201, {"number": "SB-2021-000001"}

    first = idempotency.once("person:1", "k", {"a": 1}, act)
    again = idempotency.once("person:1", "k", {"a": 1}, act)
    assert (first.status, first.body, first.again) == (201, {"number": "SB-2021-000001"}, False)
    assert (again.status, again.body, again.again) == (201, {"number": "SB-2021-000001"}, True)
    assert len(done) == 1


def test_other_request_under_the_same_key_is_refused(db: None) -> None:
    idempotency.once("person:1", "k", {"a": 1}, lambda: (200, "一"))
    with pytest.raises(idempotency.OtherRequest):
        idempotency.once("person:1", "k", {"a": 2}, lambda: (200, "二"))


def test_another_callers_key_is_nothing_to_this_one(db: None) -> None:
    idempotency.once("person:1", "k", {"a": 1}, lambda: (200, "一"))
    mine = idempotency.once("person:2", "k", {"a": 2}, lambda: (200, "二"))
    assert (mine.body, mine.again) == ("二", False)


@pytest.mark.django_db(transaction=True)
def test_refused_request_may_be_mended_and_sent_again() -> None:
    def refuse() -> tuple[int, Any]:
        raise Refused(["金额必须大于零"])

    with pytest.raises(Refused):
        idempotency.once("person:1", "k", {"a": 1}, refuse)
    assert IdempotencyKey.objects.count() == 0
    assert idempotency.once("person:1", "k", {"a": 2}, lambda: (200, "好")).body == "好"


@pytest.mark.django_db(transaction=True)
def test_eight_impatient_clicks_are_one_request() -> None:
    done: list[int] = []

    def act() -> tuple[int, Any]:
        done.append(1)
        return 200, len(done)

    found = together(lambda _: idempotency.once("person:1", "k", {}, act), 8)
    assert [one.body for one in found] == [1] * 8
    assert sum(one.again for one in found) == 7


# Limits


def test_visitor_is_let_in_so_often_and_told_when_to_come_again(db: None) -> None:
    limit = limits.Limit(2, timedelta(minutes=1))
    at = AT + timedelta(seconds=20)
    assert [limits.hit("ip:1", limit, at).ok for _ in range(3)] == [True, True, False]
    assert limits.hit("ip:1", limit, at) == limits.Allowed(ok=False, retry_after=40)
    assert limits.hit("ip:2", limit, at).ok
    assert limits.hit("ip:1", limit, at + timedelta(seconds=40)).ok


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_all_counted() -> None:
    limit = limits.Limit(5, timedelta(hours=1))
    found = together(lambda _: limits.hit("ip:1", limit, AT), 8)
    assert sum(one.ok for one in found) == 5
    assert RateCount.objects.get().hits == 8


def test_counts_of_windows_long_over_are_forgotten(db: None) -> None:
    limit = limits.Limit(5, timedelta(hours=1))
    limits.hit("ip:1", limit, AT)
    limits.hit("ip:1", limit, AT + timedelta(days=2))
    assert limits.forget(AT + timedelta(days=2)) == 1
    assert RateCount.objects.count() == 1
