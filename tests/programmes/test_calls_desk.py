"""申报通知的办理页面: drafted with bad input told at once, published by another, extended."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiqi.inbox.models import Todo
from huiqi.parties.enums import Kind, Role
from huiqi.programmes.models import Call, CallExtension, ExtensionDraft
from tests.cast import NOW, Player, a_member, an_organization
from tests.ledger.books import Books
from tests.programmes.desk import DESK
from tests.programmes.pages import browser, read, told

pytestmark = pytest.mark.django_db
CALLS = f"{DESK}calls/"


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


def asked(books: Books, **other: Any) -> dict[str, Any]:
    return {
        "programme": "shenzhen.technical_upgrade",
        "title": "2021 年技术改造申报通知",
        "basis": "深工信规〔2021〕7号",
        "batch": "",
        "notes": "",
        "opens_at": "2021-10-20T09:00",
        "closes_at": "2021-11-20T18:00",
        "budget": str(books.upgrade.pk),
        "ceiling": "300000",
        **other,
    }


def test_a_call_is_drafted_by_one_and_published_by_another(
    books: Books, qin: Player, he: Player
) -> None:
    client, other = browser(qin), browser(he)
    answer = client.post(f"{CALLS}new/", asked(books))
    assert answer.status_code == 302, told(answer)
    call = Call.objects.get()
    assert (call.ceiling_fen, f"{call.closes_at:%z}"[:1]) == (30_000_000, "+")
    page = f"{CALLS}{call.number}/"
    assert client.post(f"{page}submit/").status_code == 302
    assert client.post(f"{page}publish/").status_code == 403
    assert told(other.post(f"{page}return/", {"reason": ""})) == ["请写明理由"]
    assert other.post(f"{page}return/", {"reason": "标题写全"}).status_code == 302
    assert "标题写全" in read(client, page)
    assert client.post(f"{page}submit/").status_code == 302
    assert other.post(f"{page}publish/").status_code == 302
    call.refresh_from_db()
    assert call.state == "published"
    assert call.number in read(client, CALLS)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"ceiling": "1e999999"}, "资金总额：写成以元计的数字，例如 3000000"),
        ({"ceiling": "sNaN"}, "资金总额：写成以元计的数字，例如 3000000"),
        ({"budget": "²"}, "请从本部门的预算里选一笔"),
        ({"budget": "9" * 30}, "请从本部门的预算里选一笔"),
        ({"opens_at": "0001-01-01T00:00"}, "请写明开始受理和截止的时间"),
        ({"closes_at": "明天"}, "请写明开始受理和截止的时间"),
        ({"programme": "nothing"}, "请选一个可以在这里申报的扶持计划"),
        ({"closes_at": "2021-10-20T10:00"}, "从开始受理到截止至少要有一天"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_stays(
    other: dict[str, str], problem: str, books: Books, qin: Player
) -> None:
    answer = browser(qin).post(f"{CALLS}new/", asked(books, **other))
    assert answer.status_code == 422
    assert problem in told(answer)
    assert "2021 年技术改造申报通知" in answer.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize("ceiling", ["-5", "0", "99999999999", "1.005"])
def test_money_that_cannot_be_is_refused(ceiling: str, books: Books, qin: Player) -> None:
    answer = browser(qin).post(f"{CALLS}new/", asked(books, ceiling=ceiling))
    assert (answer.status_code, len(told(answer)) >= 1) == (422, True)
    assert not Call.objects.exists()


def test_a_budget_says_what_is_free_in_it(books: Books, qin: Player) -> None:
    assert "（可用 1,000,000.00 元）" in read(browser(qin), f"{CALLS}new/")


GIVEN = {"until": "2021-11-30T18:00", "reason": "假期", "document": "延期通知"}


def test_an_extension_is_a_documented_act_of_two_people(
    call: Call, qin: Player, he: Player
) -> None:
    client, other, page = browser(qin), browser(he), f"{CALLS}{call.number}/"
    assert client.post(f"{page}extend/", GIVEN).status_code == 302
    assert f"{Call.objects.get().ends_at:%Y-%m-%d}" == "2021-11-19"
    draft = ExtensionDraft.objects.get()
    task = Todo.objects.get(key=f"call:extension:{draft.pk}")
    assert (task.url, task.done_at) == (page, None)
    decide = f"{page}extension/{draft.pk}/decide/"
    assert client.post(decide).status_code == 403
    assert "起草人不能自己审定或发布" in read(client, page)
    again = client.post(f"{page}extend/", GIVEN)
    assert told(again) == ["这份申报通知已经有一次延期等着决定"]
    assert "假期" in read(other, page)
    assert other.post(decide).status_code == 302
    made = CallExtension.objects.get()
    assert (made.drafted_by, made.decided_by, made.document) == (qin.person, he.person, "延期通知")
    assert f"{Call.objects.get().ends_at:%Y-%m-%d}" == "2021-11-30"
    task.refresh_from_db()
    assert task.done_at is not None
    assert other.post(decide).status_code == 409


def test_an_extension_that_is_not_wanted_is_dropped_with_the_reason(
    call: Call, qin: Player, he: Player
) -> None:
    page = f"{CALLS}{call.number}/"
    assert browser(qin).post(f"{page}extend/", GIVEN).status_code == 302
    draft = ExtensionDraft.objects.get()
    path = f"{page}extension/{draft.pk}/"
    assert told(browser(he).post(f"{path}drop/", {"because": " "})) == ["请写明理由"]
    answer = browser(he).post(f"{path}drop/", {"because": "长" * 201})
    assert f'value="{"长" * 201}"' in answer.content.decode()
    assert browser(he).post(f"{path}drop/", {"because": "不在假期"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.dropped_because) == ("dropped", "不在假期")
    assert not CallExtension.objects.exists()
    assert browser(he).post(f"{path}burn/").status_code == 404


def test_the_database_takes_two_people_for_a_document(call: Call, qin: Player) -> None:
    alone: dict[str, Any] = {
        "call": call,
        "until": call.closes_at + timedelta(days=1),
        "reason": "假期",
        "document": "延期通知",
        "decided_by": qin.person,
        "decided_at": NOW,
    }
    for drafted_by in (None, qin.person):
        with (
            pytest.raises(IntegrityError, match="extension_by_a_document_is_decided_by_another"),
            transaction.atomic(),
        ):
            CallExtension.objects.create(drafted_by=drafted_by, **alone)


def test_bad_extensions_are_told_at_once_and_what_was_typed_stands_there_still(
    call: Call, qin: Player
) -> None:
    page = f"{CALLS}{call.number}/"
    answer = browser(qin).post(
        f"{page}extend/", {"until": "明天", "reason": "长" * 201, "document": "文" * 121}
    )
    assert (answer.status_code, told(answer)) == (
        409,
        [
            "延至：写成 2021-11-30 18:00 这样的时间",
            "理由最多 200 个字，请写短一些",
            "文件最多 120 个字，请写短一些",
        ],
    )
    shown = answer.content.decode()
    for words in ('value="明天"', f'value="{"长" * 201}"', f'value="{"文" * 121}"'):
        assert words in shown, words
    assert 'href="#f-extend"' in shown
    assert not ExtensionDraft.objects.exists()


def test_a_return_that_is_refused_keeps_what_was_typed(
    books: Books, qin: Player, he: Player
) -> None:
    browser(qin).post(f"{CALLS}new/", asked(books))
    page = f"{CALLS}{Call.objects.get().number}/"
    browser(qin).post(f"{page}submit/")
    answer = browser(he).post(f"{page}return/", {"reason": "长" * 201})
    shown = answer.content.decode()
    assert (answer.status_code, f'value="{"长" * 201}"' in shown) == (409, True)
    assert 'href="#f-return"' in shown


def test_another_department_finds_no_such_call(call: Call) -> None:
    other = an_organization("市另一个局", Kind.DEPARTMENT)
    client = browser(a_member("other", "旁人", other, Role.BUREAU_OFFICER))
    assert client.get(f"{CALLS}{call.number}/").status_code == 404
    assert client.post(f"{CALLS}{call.number}/finish/").status_code == 404


def test_a_move_that_is_none_is_not_found(call: Call, qin: Player, lan: Player) -> None:
    assert browser(qin).post(f"{CALLS}{call.number}/burn/").status_code == 404
    assert browser(lan).get(CALLS).status_code == 403
