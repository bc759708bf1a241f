"""删除异议人信息: kept while the objection is open and some time after, then gone, on record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.refusals import Denied
from huiqi.publicity.actions import (
    Said,
    answer_objection,
    file_objection,
    forget_objectors,
    withdraw_notice,
)
from huiqi.publicity.keeping import keeping_on
from huiqi.publicity.models import Objection, Objector, Publicity
from huiqi.publicity.queries import heard_of
from tests.cast import NOW
from tests.publicity.conftest import Desk, SignedIn
from tests.publicity.test_pages import text_of

A_MINUTE = timedelta(minutes=1)
SPAN = keeping_on(NOW.date()).span


def object_to(notice: Publicity, text: str = "设备是旧的", *, is_named: bool = True) -> Objection:
    said = Said(text, "李雷", "13800138000", is_named)
    receipt = file_objection(notice=notice, award=None, said=said, now=NOW)
    return Objection.objects.get(number=receipt.number)


def answer(desk: Desk, one: Objection, now: datetime = NOW) -> None:
    answer_objection(objection=one, is_upheld=False, text="不实", actor=desk.tao.actor, now=now)


def forget(now: datetime) -> int:
    return forget_objectors(actor=SYSTEM, now=now)


def test_name_and_contact_go_when_the_period_after_the_answer_is_over(
    desk: Desk, signed_in: SignedIn
) -> None:
    notice = desk.notice()
    one = object_to(notice)
    answer(desk, one)
    assert forget(NOW + SPAN - A_MINUTE) == 0
    assert (forget(NOW + SPAN), forget(NOW + SPAN)) == (1, 0)
    known = Objector.objects.get()
    assert (known.raised_by, known.contact, known.forgotten_at) == ("", "", NOW + SPAN)
    again = Objection.objects.get()
    assert (again.text, again.is_named, again.given_answer is not None) == (
        "设备是旧的",
        True,
        True,
    )
    assert heard_of([notice])[notice.pk].named == 1
    (entry,) = AuditEntry.objects.filter(verb="删除异议人信息")
    assert (entry.object_id, entry.detail) == (
        one.pk,
        {"settled_at": NOW.astimezone(UTC).isoformat(), "days": 180},
    )
    page = text_of(signed_in(desk.tao), f"/desk/notices/{notice.number}/")
    assert ("异议人信息已按期删除" in page, "李雷" in page) == (True, False)


def test_open_objection_keeps_its_objector_however_old(desk: Desk) -> None:
    object_to(desk.notice())
    assert forget(NOW + 10 * SPAN) == 0
    assert Objector.objects.get().contact == "13800138000"


def test_objection_to_a_notice_that_was_withdrawn_is_settled_by_that(desk: Desk) -> None:
    notice = desk.notice()
    object_to(notice)
    withdraw_notice(notice=notice, reason="重来", actor=desk.qin.actor, now=NOW)
    assert (forget(NOW + SPAN - A_MINUTE), forget(NOW + SPAN)) == (0, 1)


def test_clue_has_nobody_to_forget(desk: Desk) -> None:
    one = object_to(desk.notice(), is_named=False)
    answer(desk, one)
    assert (forget(NOW + 10 * SPAN), Objector.objects.count()) == (0, 0)


def test_person_cannot_delete_what_is_still_to_be_kept(desk: Desk) -> None:
    with pytest.raises(Denied):
        forget_objectors(actor=desk.he.actor, now=NOW)


def test_database_lets_nobody_keep_half_of_an_objector(desk: Desk) -> None:
    object_to(desk.notice())
    for spoil in ({"contact": ""}, {"forgotten_at": NOW}, {"raised_by": "", "contact": ""}):
        with (
            pytest.raises(IntegrityError, match="objector_is_known_or_forgotten"),
            transaction.atomic(),
        ):
            Objector.objects.update(**spoil)


def test_same_words_of_somebody_else_are_another_objection(desk: Desk) -> None:
    notice = desk.notice()
    object_to(notice)
    object_to(notice, is_named=False)
    assert Objection.objects.count() == 2


def test_period_is_that_of_the_day_and_says_what_it_rests_on() -> None:
    for day in (date(2000, 1, 1), date(2021, 11, 1), date(2030, 1, 1)):
        found = keeping_on(day)
        assert (found.days > 0, found.since <= day, bool(found.basis)) == (True, True, True)
