"""发票的接口: lines written, replaced and removed by a program; every problem by its row."""

from __future__ import annotations

import pytest

from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.models import Application, Call
from tests.api.applied import LINE, Program, encoded
from tests.api.conftest import Ask
from tests.cast import NOW, Player
from tests.hostile import HOSTILE
from tests.programmes.applying import filled_in, handed_in
from tests.programmes.conftest import books, call, draft
from tests.programmes.pages import a_sheet

__all__ = ["books", "call", "draft"]

pytestmark = pytest.mark.django_db
CLAIMED = "这张发票已经在一份申报里用过，同一张发票不能申报两次"
ROW = ("4403201130", "12345678", "800000.50", "澄澜", "机床厂", "2020-06-01")


@pytest.fixture
def program(draft: Application, ask: Ask, lan: Player) -> Program:
    """Of 澄澜, at its draft."""
    return Program(ask, lan, draft)


def lines(*numbers: str) -> dict[str, list[dict[str, object]]]:
    return {"invoices": [LINE | {"number": number} for number in numbers]}


def numbers(program: Program) -> list[str]:
    return [one["number"] for one in program("/invoices").json["items"]]


def test_lines_are_added_read_back_replaced_and_removed(program: Program) -> None:
    first = program("/invoices", lines("12345678")).json
    assert first["invoices"][0] | {"id": 0} == {"id": 0, "place": 1, **LINE}
    digital = LINE | {"code": "", "number": "1" * 20, "amount": 0.1, "issued_on": "2020年6月2日"}
    second = program("/invoices", {"invoices": [digital]}).json
    assert (second["count"], second["amount"]) == (2, "800000.10")
    listed = program("/invoices?limit=1&offset=1").json
    assert (listed["total"], listed["items"]) == (2, second["invoices"])
    assert second["invoices"][0]["issued_on"] == "2020-06-02"
    whole = program("/invoices/replacement", lines("12345678", "12345679")).json
    assert (whole["count"], numbers(program)) == (2, ["12345678", "12345679"])
    gone = program(f"/invoices/{whole['invoices'][0]['id']}/removal", {}).json
    assert (gone["count"], gone["invoices"]) == (1, whole["invoices"][:1])
    assert numbers(program) == ["12345679"]
    assert program("/invoices/replacement", {"invoices": []}).json["count"] == 0


def test_a_sheet_is_read_as_the_page_reads_it(program: Program) -> None:
    sheet = a_sheet(ROW, ("", "0" * 20, "1", "澄澜", "软件商", "2020年6月2日")).read()
    sent = {"name": "发票.xlsx", "content_base64": encoded(sheet)}
    made = program("/invoices/sheet", sent).json
    assert (made["count"], made["amount"]) == (2, "800001.50")
    again = program("/invoices/sheet", sent)
    assert again.whats == [f"第 2 行（12345678）：{CLAIMED}", f"第 3 行（{'0' * 20}）：{CLAIMED}"]


def test_a_hostile_file_is_no_sheet_and_the_lines_stay(
    draft: Application, program: Program, lan: Player
) -> None:
    filled_in(draft, lan)
    wrong = {}
    for one in HOSTILE:
        sent = {"name": one.name, "content_base64": encoded(one.content)}
        answer = program("/invoices/sheet", sent)
        if answer.status not in (409, 422) or not answer.whats:
            wrong[one.name] = (answer.status, answer.text)
    assert wrong == {}
    assert numbers(program) == ["12345678"]


def test_every_problem_is_told_by_its_row_and_nothing_is_taken(program: Program) -> None:
    sent = [
        LINE,
        LINE | {"number": "12345679", "amount": "很多", "buyer": "", "issued_on": "去年"},
        LINE,
    ]
    answer = program("/invoices", {"invoices": sent})
    assert (answer.code, answer.whats) == (
        (422, "invalid"),
        [
            "第 2 行：没有填购买方",
            "第 2 行：价税合计：写成以元计的数字，例如 149800.00",
            "第 2 行：开票日期：写成 2020-06-01 这样的日期",
            "第 3 行：发票 12345678 与第 1 行重复",
        ],
    )
    late = LINE | {"code": "12", "number": "99", "amount": "0", "issued_on": "2021-10-21"}
    answer = program("/invoices", {"invoices": [LINE, late]})
    assert (answer.code, answer.whats) == (
        (409, "refused"),
        [
            "第 2 行（99）：开票日期 2021-10-21 在将来，请核对",
            "第 2 行（99）：发票金额必须大于零",
            "第 2 行（99）：发票号码是 8 位或 20 位数字；代码是 10 位或 12 位数字，数电票没有代码",
        ],
    )
    assert numbers(program) == []


def test_what_is_no_line_is_told_with_its_place(program: Program) -> None:
    odd = LINE | {"number": 12345678, "amount": True, "sellers": "甲"}
    answer = program("/invoices", {"invoices": [odd, "一行", LINE], "sheet": 1})
    assert (answer.code, answer.keys) == (
        (422, "invalid"),
        [
            "sheet",
            *(f"invoices[0].{name}" for name in ("sellers", "number", "amount")),
            "invoices[1]",
        ],
    )
    assert program("/invoices", {"invoices": {"1": LINE}}).keys == ["invoices"]
    many = program("/invoices", {"invoices": [LINE] * 2001})
    assert many.whats == ["一次最多 2,000 张发票，请拆开"]
    assert program("/invoices", {"invoices": [LINE] * 20_000}).code == (413, "too_large")


def test_a_replacement_that_is_refused_leaves_what_stood_there(program: Program) -> None:
    program("/invoices", lines("12345678"))
    answer = program("/invoices/replacement", lines("12345679", "12"))
    assert answer.code == (409, "refused")
    assert numbers(program) == ["12345678"]


def test_an_invoice_claimed_elsewhere_is_not_told_whose(
    program: Program, call: Call, yuanshan: Organization, shan: Player, ask: Ask
) -> None:
    line = program("/invoices", lines("12345678")).json["invoices"][0]["id"]
    own = actions.begin_application(call=call, organization=yuanshan, actor=shan.actor, now=NOW)
    other = Program(ask, shan, own)
    answer = other("/invoices", lines("12345679", "12345678"))
    assert (answer.code, answer.whats) == ((409, "refused"), [f"第 2 行（12345678）：{CLAIMED}"])
    assert numbers(other) == []
    program(f"/invoices/{line}/removal", {})
    assert other("/invoices", lines("12345678")).json["count"] == 1


def test_another_firms_lines_are_not_found(
    program: Program, draft: Application, shan: Player, ask: Ask
) -> None:
    line = program("/invoices", lines("12345678")).json["invoices"][0]["id"]
    stranger = Program(ask, shan, draft)
    for what, body in (
        ("/invoices", None),
        ("/invoices", lines("12345679")),
        ("/invoices/replacement", lines("12345679")),
        ("/invoices/sheet", {"name": "发票.csv", "content_base64": encoded(b"1,2")}),
        (f"/invoices/{line}/removal", {}),
    ):
        assert stranger(what, body).code == (404, "not_found"), what
    assert program("/invoices/999999999/removal", {}).code == (404, "not_found")
    assert numbers(program) == ["12345678"]


def test_the_same_request_under_one_key_is_done_once(program: Program) -> None:
    first = program("/invoices", lines("12345678"), key="lines")
    assert program("/invoices", lines("12345678"), key="lines").text == first.text
    other = program("/invoices", lines("12345679"), key="lines")
    assert (other.code, numbers(program)) == ((422, "key_reused"), ["12345678"])


def test_what_was_handed_in_is_no_longer_changed(
    program: Program, draft: Application, lan: Player
) -> None:
    filled_in(draft, lan)
    handed_in(draft, lan)
    line = draft.invoices.get().pk
    for what, body in (
        ("/invoices", lines("12345679")),
        ("/invoices/replacement", lines("12345679")),
        (f"/invoices/{line}/removal", {}),
    ):
        assert program(what, body).code == (409, "wrong_state"), what
    assert numbers(program) == ["12345678"]
