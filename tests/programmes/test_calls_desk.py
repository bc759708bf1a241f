"""申报通知的办理页面: drafted with bad input told at once, published by another, extended."""

from typing import Any

import pytest

from huiqi.parties.enums import Kind, Role
from huiqi.programmes.models import Call
from tests.cast import Player, a_member, an_organization
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


def test_an_extension_is_a_documented_act(call: Call, qin: Player) -> None:
    client, page = browser(qin), f"{CALLS}{call.number}/"
    wrong = client.post(f"{page}extend/", {"until": "x", "reason": "假期"})
    assert told(wrong) == ["延至：写成 2021-11-30 18:00 这样的时间"]
    given = {"until": "2021-11-30T18:00", "reason": "假期"}
    answer = client.post(f"{page}extend/", given)
    assert (answer.status_code, len(told(answer))) == (409, 1)
    assert client.post(f"{page}extend/", {**given, "document": "延期通知"}).status_code == 302
    call = Call.objects.get()
    assert f"{call.ends_at:%Y-%m-%d}" == "2021-11-30"


def test_another_department_finds_no_such_call(call: Call) -> None:
    other = an_organization("市另一个局", Kind.DEPARTMENT)
    client = browser(a_member("other", "旁人", other, Role.BUREAU_OFFICER))
    assert client.get(f"{CALLS}{call.number}/").status_code == 404
    assert client.post(f"{CALLS}{call.number}/finish/").status_code == 404


def test_a_move_that_is_none_is_not_found(call: Call, qin: Player, lan: Player) -> None:
    assert browser(qin).post(f"{CALLS}{call.number}/burn/").status_code == 404
    assert browser(lan).get(CALLS).status_code == 403
