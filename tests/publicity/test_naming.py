"""告知名单上的单位: each firm once, when the notice begins, with what it says and how to object."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from huiqi.inbox.models import Message
from huiqi.kernel import outbox
from huiqi.kernel.access import SYSTEM, Actor
from huiqi.kernel.models import ClockOffset, OutboxMessage
from huiqi.kernel.now import now
from huiqi.kernel.refusals import Denied
from huiqi.publicity.actions import announce_begun, naming, withdraw_award, withdraw_notice
from huiqi.publicity.enums import Withheld
from tests.cast import NOW, TODAY, Player
from tests.opendata.paying import at
from tests.publicity.conftest import Desk


def send() -> None:
    """What the worker does with the outbox, twice, for it may happen again."""
    for message in OutboxMessage.objects.order_by("id"):
        outbox.send(message.pk, NOW)
        naming.tell_named(message.payload, message.key)


def told() -> list[tuple[str, int]]:
    return [(one.key, one.person_id) for one in Message.objects.order_by("id")]


def test_firm_hears_once_what_the_notice_says_until_when_and_how_to_object(
    desk: Desk, lan: Player
) -> None:
    notice = desk.notice()
    assert told() == []
    send()
    (message,) = Message.objects.all()
    assert (message.person, message.url) == (lan.person, f"/notices/{notice.number}/")
    assert message.title == "贵单位列入一份公示，2021-10-28（含）以前可以提异议"
    assert message.body == (
        f"市中小企业服务局的公示 {notice.number}「技改拟资助名单」从 2021-10-20 到 2021-10-28，"
        "拟给贵单位 1,000,000.00 元，这是公示的金额，不是承诺。"
        "金额、名称有误或对名单有意见的，最后一天当天及以前在公示页点「提出异议」，不用登录；"
        "也可以直接向公示单位书面陈述。期满没有未了的异议，才能拨付。"
    )
    with override("en"):
        assert "1,000,000.00" in message.told("body")
        assert "拟给贵单位" not in message.told("body")


def test_notice_that_begins_later_is_announced_on_its_first_day(desk: Desk, lan: Player) -> None:
    later = TODAY + timedelta(days=2)
    desk.notice(begins_on=later)
    send()
    assert told() == []
    assert announce_begun(actor=SYSTEM, now=NOW) == 0
    ClockOffset.objects.update(offset=ClockOffset.objects.get().offset + (at(later) - now()))
    assert announce_begun(actor=SYSTEM, now=now()) == 1
    assert announce_begun(actor=SYSTEM, now=now()) == 0
    send()
    assert [person for _, person in told()] == [lan.person.pk]


def test_nobody_hears_of_a_notice_or_a_row_that_is_gone_by_then(desk: Desk, lan: Player) -> None:
    notice = desk.notice()
    first = notice.awards.get(place=1)
    withdraw_award(award=first, reason="放弃", actor=desk.qin.actor, now=NOW)
    before = told()
    send()
    assert told() == before  # of the withdrawal alone
    withdraw_notice(notice=notice, reason="重来", actor=desk.qin.actor, now=NOW)
    send()
    assert told() == before


def test_secret_is_not_told_in_the_message(desk: Desk, lan: Player) -> None:
    firm = desk.firms[0]
    desk.notice(picked={firm.subject_id: Withheld.STATE_SECRET})
    send()
    (message,) = Message.objects.all()
    assert ("技改拟资助名单" in message.body, "1,000,000" in message.body) == (False, False)


def test_person_announces_nothing(desk: Desk) -> None:
    actor: Actor = desk.qin.actor
    with pytest.raises(Denied):
        announce_begun(actor=actor, now=NOW)
