"""消息: told once, in the app and by e-mail as each person chose, never at night."""

from datetime import datetime, time

import pytest
from django.core import mail

from huiqi.inbox.actions import (
    Whom,
    choose_channels,
    mark_all_read,
    mark_read,
    opt_out,
    queue_mail,
    set_quiet_hours,
)
from huiqi.inbox.enums import OPTIONAL, STATUTORY, Channel, Kind
from huiqi.inbox.mail import opt_out_url
from huiqi.inbox.models import Message, Preference
from huiqi.inbox.queries import choices_of, messages_of
from huiqi.inbox.queries.messages import next_moment_outside
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry, OutboxMessage
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from tests.cast import NOW, Player
from tests.inbox.conftest import a_notice, give_address, send_everything

NIGHT = datetime(2021, 10, 20, 23, 0, tzinfo=CITY)
MORNING = datetime(2021, 10, 21, 8, 0, tzinfo=CITY)


def choose(player: Player, kind: Kind, channel: Channel) -> None:
    choose_channels(choices={kind: channel}, actor=player.actor, now=NOW)


def test_message_reaches_a_person_once_in_the_app_and_by_mail(lan: Player) -> None:
    give_address(lan)
    for _ in range(2):
        a_notice("1", Whom(person=lan.person), title="审计结论已出", body="核定 120 万元")
    send_everything()
    assert [one.title for one in messages_of(lan.actor)] == ["审计结论已出"]
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["chenlan@example.org"], "审计结论已出")


def test_mail_carries_the_title_and_a_link_and_not_the_body(lan: Player) -> None:
    give_address(lan)
    (message,) = a_notice("1", Whom(person=lan.person), title="结论已出", body="核定 120 万元")
    send_everything()
    text = str(mail.outbox[0].body)
    assert text.splitlines()[:3] == [
        "结论已出",
        "",
        f"登录查看：http://127.0.0.1:8000/inbox/messages/{message.pk}/",
    ]
    assert "120" not in text


def test_mail_can_be_declined_by_one_click_as_mail_programs_do_it(lan: Player) -> None:
    give_address(lan)
    (message,) = a_notice("1", Whom(person=lan.person))
    send_everything()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{opt_out_url(message)}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_statutory_mail_says_that_it_cannot_be_declined(lan: Player) -> None:
    give_address(lan)
    a_notice("1", Whom(person=lan.person), Kind.DECISION)
    send_everything()
    (letter,) = mail.outbox
    assert "List-Unsubscribe" not in letter.extra_headers
    assert str(letter.body).splitlines()[-1] == "这是法定通知，依法必须送达，不能退订。"


def test_second_mail_after_a_crash_is_recognizable(lan: Player) -> None:
    give_address(lan)
    a_notice("1", Whom(person=lan.person))
    posted = OutboxMessage.objects.get()
    for _ in range(2):
        OutboxMessage.objects.update(sent_at=None)
        send_everything()
    first, second = (letter.extra_headers["Message-ID"] for letter in mail.outbox)
    assert first == second == f"<{posted.key.replace(':', '.')}@127.0.0.1>"


def test_who_has_no_address_is_told_in_the_app(lan: Player) -> None:
    a_notice("1", Whom(person=lan.person))
    assert (messages_of(lan.actor).count(), OutboxMessage.objects.count()) == (1, 0)


def test_notice_to_a_role_reaches_who_holds_it(
    lan: Player, min_: Player, shan: Player, chenglan: Organization
) -> None:
    a_notice("1", Whom(organization=chenglan, role=Role.FINANCE))
    a_notice("2", Whom(organization=chenglan))
    told = [[one.key for one in messages_of(p.actor)] for p in (lan, min_, shan)]
    assert told == [["2"], ["2", "1"], []]


def test_what_nobody_asked_for_goes_to_no_mailbox(lan: Player) -> None:
    give_address(lan)
    a_notice("1", Whom(person=lan.person), Kind.POLICY)
    assert (messages_of(lan.actor).count(), OutboxMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("channel", "in_app", "by_mail"),
    [(Channel.BOTH, 1, 1), (Channel.APP, 1, 0), (Channel.NONE, 0, 0)],
)
def test_optional_message_takes_the_way_that_was_chosen(
    lan: Player, channel: Channel, in_app: int, by_mail: int
) -> None:
    give_address(lan)
    choose(lan, Kind.SURVEY, channel)
    a_notice("1", Whom(person=lan.person), Kind.SURVEY)
    send_everything()
    assert (messages_of(lan.actor).count(), len(mail.outbox)) == (in_app, by_mail)


def test_message_declined_before_it_left_does_not_leave(lan: Player) -> None:
    give_address(lan)
    a_notice("1", Whom(person=lan.person))
    opt_out(person_id=lan.person.pk, kind=Kind.PROGRESS, now=NOW)
    send_everything()
    assert mail.outbox == []


def test_every_statutory_kind_that_is_declined_is_refused_with_its_sentence(lan: Player) -> None:
    with pytest.raises(Refused) as refused:
        choose_channels(choices=dict.fromkeys(STATUTORY, Channel.NONE), actor=lan.actor, now=NOW)
    assert refused.value.problems == (
        "「决定和结果」是法定通知，依法必须送达，不能退订",
        "「补正通知」是法定通知，依法必须送达，不能退订",
        "「账号和数据安全」是法定通知，依法必须送达，不能退订",
    )
    with pytest.raises(Refused):
        opt_out(person_id=lan.person.pk, kind=Kind.DECISION, now=NOW)
    assert Preference.objects.count() == 0


def test_choices_name_every_kind_and_change_one_by_one(lan: Player) -> None:
    choose(lan, Kind.POLICY, Channel.BOTH)
    choose(lan, Kind.POLICY, Channel.NONE)
    chosen = {choice.kind: choice.channel for choice in choices_of(lan.person.pk)}
    assert list(chosen) == list(Kind)
    assert (chosen[Kind.POLICY], chosen[Kind.SURVEY]) == (Channel.NONE, Channel.APP)
    assert {one.kind for one in choices_of(lan.person.pk) if not one.is_statutory} == set(OPTIONAL)


def test_choice_is_on_record(lan: Player) -> None:
    choose(lan, Kind.POLICY, Channel.BOTH)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.detail) == ("inbox.choose_channels", {"policy": "both"})


# Quiet hours


def test_mail_waits_for_the_morning_and_the_app_does_not(lan: Player) -> None:
    give_address(lan)
    (message,) = a_notice("1", Whom(person=lan.person), now=NIGHT)
    assert (message.sent_at, message.mail_at) == (NIGHT, MORNING)
    assert OutboxMessage.objects.count() == 0
    assert queue_mail(actor=SYSTEM, now=MORNING.replace(hour=7)) == 0
    assert queue_mail(actor=SYSTEM, now=MORNING) == 1
    assert queue_mail(actor=SYSTEM, now=MORNING) == 0
    send_everything()
    assert len(mail.outbox) == 1


def test_statutory_mail_does_not_wait(lan: Player) -> None:
    give_address(lan)
    a_notice("1", Whom(person=lan.person), Kind.SUPPLEMENT, now=NIGHT)
    assert OutboxMessage.objects.count() == 1


def test_who_wants_no_quiet_hours_is_written_to_at_night(lan: Player) -> None:
    give_address(lan)
    set_quiet_hours(start=None, until=None, actor=lan.actor)
    a_notice("1", Whom(person=lan.person), now=NIGHT)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "until", "sentence"),
    [
        (time(22), None, "免打扰时段的起止要一起填，或都不填"),
        (time(8), time(8), "免打扰时段的起止不能相同"),
    ],
)
def test_quiet_hours_that_make_no_sense_are_refused(
    lan: Player, start: time, until: time | None, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_quiet_hours(start=start, until=until, actor=lan.actor)
    assert refused.value.problems == (sentence,)


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        ((22, 8), (20, 21, 59), (20, 21, 59)),
        ((22, 8), (20, 22, 0), (21, 8, 0)),
        ((22, 8), (21, 7, 59), (21, 8, 0)),
        ((22, 8), (21, 8, 0), (21, 8, 0)),
        ((12, 14), (20, 11, 0), (20, 11, 0)),
        ((12, 14), (20, 13, 0), (20, 14, 0)),
        ((12, 14), (20, 14, 0), (20, 14, 0)),
    ],
)
def test_quiet_hours_begin_with_their_start_and_end_before_their_end(
    hours: tuple[int, int], now: tuple[int, int, int], then: tuple[int, int, int]
) -> None:
    def moment(given: tuple[int, int, int]) -> datetime:
        return datetime(2021, 10, *given, tzinfo=CITY)

    quiet = (time(hours[0]), time(hours[1]))
    assert next_moment_outside(quiet, moment(now)) == moment(then)


# Reading


def test_first_reading_counts_until_marked_unread(lan: Player) -> None:
    (message,) = a_notice("1", Whom(person=lan.person))
    mark_read(message=message, actor=lan.actor, now=NOW)
    mark_read(message=message, actor=lan.actor, now=NIGHT)
    assert Message.objects.get().read_at == NOW
    mark_read(message=message, actor=lan.actor, now=NIGHT, is_read=False)
    assert Message.objects.get().read_at is None


def test_nobody_reads_for_another(lan: Player, min_: Player) -> None:
    (message,) = a_notice("1", Whom(person=lan.person))
    with pytest.raises(Denied):
        mark_read(message=message, actor=min_.actor, now=NOW)
    assert mark_all_read(actor=min_.actor, now=NOW) == 0
    assert mark_all_read(actor=lan.actor, now=NOW) == 1


def test_people_cannot_send_notices_in_the_name_of_the_city(lan: Player) -> None:
    from huiqi.inbox.actions import Notice, send_notice

    notice = Notice(key="1", whom=Whom(person=lan.person), kind=Kind.DECISION, title="中奖了")
    with pytest.raises(Denied):
        send_notice(notice=notice, actor=lan.actor, now=NOW)
