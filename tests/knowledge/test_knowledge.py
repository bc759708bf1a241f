"""知识库: written by one, reviewed by another, cited and dated; found while it holds, not after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.kernel.sight import everything
from huiqi.knowledge import actions
from huiqi.knowledge.actions import Written
from huiqi.knowledge.here import HERE, find_answers
from huiqi.knowledge.models import Edition, Entry
from huiqi.knowledge.queries import answers_on
from huiqi.parties.enums import Kind, Role
from tests.cast import NOW, TODAY, Player, a_member, an_organization

ITEM = "050101"
WRITTEN = Written(
    question="人才住房单位集中申报什么时候开始？",
    answer="每年 11 月 1 日开始，由单位经办人在线提交名单和劳动合同。",
    basis="深府办〔2020〕3号 第九条",
    expires_on=TODAY + timedelta(days=90),
)


@dataclass(frozen=True)
class Office:
    """主办 with 甲 and 乙, another office with 丙, and a supervisor."""

    first: Player
    second: Player
    other: Player
    supervisor: Player


@pytest.fixture
def office(city_clock: datetime, tmp_path: Path, settings: object) -> Iterator[Office]:
    settings.SEARCH_ROOT = tmp_path / "search"  # type: ignore[attr-defined]
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]
    bureau = an_organization("深圳市工业和信息化局", Kind.DEPARTMENT)
    other = an_organization("深圳市人力资源局", Kind.DEPARTMENT)
    with everything():
        yield Office(
            a_member("jia", "甲", bureau, Role.BUREAU_OFFICER),
            a_member("yi", "乙", bureau, Role.BUREAU_OFFICER),
            a_member("bing", "丙", other, Role.BUREAU_OFFICER),
            a_member("du", "督办", other, Role.SUPERVISOR),
        )


def drafted(office: Office, written: Written = WRITTEN) -> Edition:
    return actions.draft_entry(written=written, item=ITEM, actor=office.first.actor, now=NOW)


def published(office: Office, written: Written = WRITTEN) -> Edition:
    return actions.publish_edition(
        edition=drafted(office, written), actor=office.second.actor, now=NOW
    )


def todos(entry: Entry) -> list[str]:
    found = Todo.objects.filter(kind="knowledge.Entry", object_id=entry.pk, done_at=None)
    return [one.text for one in found.order_by("id")]


# Written and reviewed


def test_another_person_reviews_before_anybody_reads_it(office: Office) -> None:
    one = drafted(office)
    assert todos(one.entry) == [f"审核知识 {one.entry.number}"]
    assert not answers_on(TODAY).exists()
    with pytest.raises(Denied, match="没有写这一版"):
        actions.publish_edition(edition=one, actor=office.first.actor, now=NOW)
    done = actions.publish_edition(edition=one, actor=office.second.actor, now=NOW)
    assert (done.state, done.reviewed_by) == ("published", office.second.person)
    assert todos(one.entry) == []


def test_supervisor_may_review_where_an_office_has_nobody_else(office: Office) -> None:
    one = drafted(office)
    with pytest.raises(Denied):
        actions.publish_edition(edition=one, actor=office.other.actor, now=NOW)
    done = actions.publish_edition(edition=one, actor=office.supervisor.actor, now=NOW)
    assert done.state == "published"


def test_returned_draft_tells_who_wrote_it_why(office: Office) -> None:
    one = drafted(office)
    with pytest.raises(Refused, match="退回的理由"):
        actions.return_edition(edition=one, remark=" ", actor=office.second.actor, now=NOW)
    actions.return_edition(edition=one, remark="依据旧了", actor=office.second.actor, now=NOW)
    told = Message.objects.get(person=office.first.person)
    assert (told.title, told.body) == (f"知识 {one.entry.number} 退回重写", "依据旧了")


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        ({"question": " "}, "问题"),
        ({"answer": "长" * 3001}, "3000"),
        ({"basis": ""}, "依据"),
        ({"policy": "no.such"}, "政策库里没有"),
        ({"expires_on": TODAY}, "有效期"),
        ({"expires_on": TODAY + timedelta(days=731)}, "730"),
        ({"expires_on": None}, "有效期"),
        ({"answer": "请打 13812345678 找张工"}, "手机"),
    ],
)
def test_what_cannot_be_published_is_refused(
    office: Office, wrong: dict[str, object], flaw: str
) -> None:
    with pytest.raises(Refused, match=flaw):
        drafted(office, replace(WRITTEN, **wrong))  # type: ignore[arg-type]


def test_every_flaw_is_told_at_once(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        actions.draft_entry(
            written=Written("", "", "", None), item="99", actor=office.first.actor, now=NOW
        )
    assert len(refused.value.problems) == 5


def test_other_offices_do_not_write_a_new_version(office: Office) -> None:
    with pytest.raises(Denied, match="负责这条知识的单位"):
        actions.write_edition(
            entry=published(office).entry, written=WRITTEN, actor=office.other.actor, now=NOW
        )


# Versions


def test_new_version_replaces_the_old_one_when_it_is_reviewed(office: Office) -> None:
    old = published(office)
    better = replace(WRITTEN, answer="每年 10 月 1 日开始。")
    new = actions.write_edition(entry=old.entry, written=better, actor=office.second.actor, now=NOW)
    assert answers_on(TODAY).get() == old
    with pytest.raises(WrongState, match="待审核"):
        actions.write_edition(entry=old.entry, written=better, actor=office.first.actor, now=NOW)
    actions.publish_edition(edition=new, actor=office.first.actor, now=NOW)
    old.refresh_from_db()
    assert (old.state, answers_on(TODAY).get()) == ("replaced", new)


def test_database_itself_keeps_what_was_written(office: Office) -> None:
    one = published(office)
    for change in ({"answer": "改"}, {"reviewed_by": office.supervisor.person}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=one.pk).update(**change)


def test_withdrawn_answer_is_none(office: Office) -> None:
    one = published(office)
    actions.withdraw_edition(edition=one, remark="政策废止", actor=office.first.actor, now=NOW)
    assert not answers_on(TODAY).exists()


# The last day


def test_answer_holds_on_its_last_day_and_not_after(office: Office) -> None:
    one = published(office)
    last = WRITTEN.expires_on
    assert last is not None
    assert answers_on(last).get() == one
    assert not answers_on(last + timedelta(days=1)).exists()


def test_expired_answer_goes_back_to_its_office_once(office: Office) -> None:
    one = published(office)
    after = NOW + timedelta(days=91)
    assert actions.expire_answers(actor=SYSTEM, now=after) == 1
    assert actions.expire_answers(actor=SYSTEM, now=after) == 0
    assert todos(one.entry) == [f"知识 {one.entry.number} 到期，请复核或撤下"]
    later = replace(WRITTEN, expires_on=after.date() + timedelta(days=90))
    new = actions.write_edition(entry=one.entry, written=later, actor=office.first.actor, now=after)
    actions.publish_edition(edition=new, actor=office.second.actor, now=after)
    assert todos(one.entry) == []


def test_draft_whose_day_passed_meanwhile_is_not_published(office: Office) -> None:
    one = drafted(office)
    with pytest.raises(Refused, match="过了有效期"):
        actions.publish_edition(
            edition=one, actor=office.second.actor, now=NOW + timedelta(days=91)
        )


# Found


def test_answer_is_found_with_and_without_an_index_and_not_after_its_day(office: Office) -> None:
    one = published(office)
    asked = "人才住房集中申报"
    before = find_answers(asked, on=TODAY, most=3)
    assert (before.editions, before.is_fresh) == ((one,), False)
    HERE.finder(TODAY).rebuild()
    found = find_answers(asked, on=TODAY, most=3)
    assert (found.editions, found.is_fresh) == ((one,), True)
    assert find_answers(asked, on=TODAY + timedelta(days=91), most=3).editions == ()
    actions.withdraw_edition(edition=one, remark="错了", actor=office.first.actor, now=NOW)
    assert find_answers(asked, on=TODAY, most=3).editions == ()


def test_search_of_policies_shows_the_answer(office: Office) -> None:
    one = published(office)
    told = Client().get("/search/?q=人才住房集中申报").content.decode()
    assert f"/knowledge/{one.entry.number}/" in told


# Pages


def client_of(player: Player) -> Client:
    client = Client()
    client.force_login(player.person)
    return client


def test_everybody_reads_an_answer_with_its_basis_until_its_day(office: Office) -> None:
    one = published(office)
    path = f"/knowledge/{one.entry.number}/"
    told = Client().get(path).content.decode()
    assert WRITTEN.answer in told
    assert WRITTEN.basis in told
    assert WRITTEN.question in Client().get("/knowledge/?q=人才&item=05").content.decode()
    actions.expire_answers(actor=SYSTEM, now=NOW + timedelta(days=91))
    gone = Client().get(path)
    assert gone.status_code == 410
    assert WRITTEN.answer not in gone.content.decode()
    assert WRITTEN.question not in Client().get("/knowledge/").content.decode()


def test_draft_is_not_found_by_the_public(office: Office) -> None:
    number = drafted(office).entry.number
    assert Client().get(f"/knowledge/{number}/").status_code == 404
    assert Client().get("/knowledge/%00/").status_code == 404


@pytest.mark.parametrize("query", ["q=" + "长" * 61, "item=zz"])
def test_filters_that_cannot_be_read_are_told(office: Office, query: str) -> None:
    assert Client().get(f"/knowledge/?{query}").status_code == 422
    assert client_of(office.first).get(f"/desk/knowledge/?{query}").status_code == 422


def test_officers_write_and_review_on_the_pages(office: Office) -> None:
    given = {
        "item": ITEM,
        "question": WRITTEN.question,
        "answer": WRITTEN.answer,
        "basis": WRITTEN.basis,
        "expires_on": "2022-01-31",
    }
    bad = client_of(office.first).post("/desk/knowledge/new/", given | {"basis": ""})
    assert bad.status_code == 409
    assert WRITTEN.question in bad.content.decode()
    sent = client_of(office.first).post("/desk/knowledge/new/", given)
    number = Entry.objects.get().number
    path = f"/desk/knowledge/{number}/"
    assert sent.headers["Location"] == path
    for player in (office.first, office.second, office.other, office.supervisor):
        assert WRITTEN.question in client_of(player).get(path).content.decode()
    assert client_of(office.first).post(f"{path}publish/", {"version": "1"}).status_code == 403
    assert client_of(office.second).post(f"{path}publish/", {"version": "1"}).status_code == 302
    for tab in ("all", "unit", "review", "soon", "expired", "over", "\x00"):
        assert client_of(office.first).get("/desk/knowledge/", {"tab": tab}).status_code == 200
    assert client_of(office.first).get("/desk/knowledge/list.xlsx").status_code == 200
    assert Client().get("/knowledge/list.xlsx").status_code == 200


def test_forms_never_break(office: Office) -> None:
    path = f"/desk/knowledge/{drafted(office).entry.number}/"
    for bad in ({}, {"version": "\x00", "expires_on": "明天"}, {"version": "9" * 20}):
        for act in ("write", "publish", "return", "withdraw", "nothing"):
            sent = client_of(office.second).post(f"{path}{act}/", bad)
            assert sent.status_code in {404, 409}, (act, bad)
