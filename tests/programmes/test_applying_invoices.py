"""发票的页面: by hand, pasted or from a sheet; every problem by its row, nothing half taken."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.invoice_sheets import of_text
from huiqi.programmes.models import Application, Call
from tests.cast import NOW, TODAY, Player
from tests.programmes.pages import INVOICE, a_file, a_sheet, browser, read, told

pytestmark = pytest.mark.django_db
ROW = ("4403201130", "12345678", "800000.50", "澄澜", "机床厂", "2020-06-01")


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def page(draft: Application) -> str:
    return f"/applications/{draft.pk}/invoices/"


def test_a_sheet_is_taken_whole_and_its_sum_told(
    draft: Application, lan: Player, page: str
) -> None:
    firm = browser(lan)
    sheet = a_sheet(ROW, ("", "01234567890123456789", "1", "澄澜", "软件商", "2020年6月2日"))
    assert firm.post(page, {"way": "file", "file": sheet}).status_code == 302
    assert [one.amount_fen for one in draft.invoices.all()] == [80_000_050, 100]
    assert "800,001.50 元" in read(firm, page)
    content = firm.get(f"{page}list.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["4403201130", "12345678", 800_000.5]


def test_every_problem_of_a_sheet_is_told_by_its_row_and_nothing_is_taken(
    draft: Application, lan: Player, page: str
) -> None:
    sheet = a_sheet(
        ROW,
        ("4403201130", 1234567, "1", "澄澜", "甲", "2020-06-01"),
        ("", "12345679", "很多", "", "甲", "去年"),
        ROW,
        ("12", "99", "0", "澄澜", "甲", "2021-10-21"),
    )
    answer = browser(lan).post(page, {"way": "file", "file": sheet})
    assert (answer.status_code, draft.invoices.count()) == (422, 0)
    assert told(answer) == [
        "第 3 行：发票号码存成了数字，前面的 0 可能丢了：把单元格改成文本再填",
        "第 4 行：没有填购买方",
        "第 4 行：价税合计：写成以元计的数字，例如 149800.00",
        "第 4 行：开票日期：写成 2020-06-01 这样的日期",
        "第 5 行：发票 12345678 与第 2 行重复",
    ]
    late = browser(lan).post(
        page, {"way": "file", "file": a_sheet(("12", "99", "0", "澄澜", "甲", "2021-10-21"))}
    )
    assert [one for one in told(late) if "第 2 行（99）：" not in one] == []
    assert "第 2 行（99）：开票日期 2021-10-21 在将来，请核对" in told(late)


def test_what_is_no_sheet_says_so(draft: Application, lan: Player, page: str) -> None:
    firm = browser(lan)
    for file, sentence in (
        (a_file("发票.pdf"), "「发票.pdf」不是可以上传的类型"),
        (a_file("发票.xlsx", b"PK\x03\x04torn"), "发票.xlsx"),
        (a_file("空.csv", b""), "「空.csv」是空的"),
    ):
        answer = firm.post(page, {"way": "file", "file": file})
        assert answer.status_code == 422
        assert any(sentence in one for one in told(answer)), told(answer)
    assert told(firm.post(page, {"way": "file"})) == ["先选要上传的表"]
    assert told(firm.post(page, {"way": "paste", "text": " "})) == [
        "没有读到发票：第一行写列名，下面一行一张"
    ]


def test_what_is_pasted_is_read_with_a_heading_or_without(
    draft: Application, lan: Player, page: str
) -> None:
    firm = browser(lan)
    firm.post(page, {"way": "paste", "text": "\t".join(ROW)})
    headed = "发票号码\t金额\t销方名称\t购方名称\t开票日期\n12345679\t1,000\t甲\t澄澜\t20200601"
    assert firm.post(page, {"way": "paste", "text": headed}).status_code == 302
    kept = [(one.number, one.amount_fen, one.seller) for one in draft.invoices.all()]
    assert kept == [("12345678", 80_000_050, "机床厂"), ("12345679", 100_000, "甲")]
    wrong = firm.post(page, {"way": "paste", "text": "a\tb"})
    assert "a\tb" in wrong.content.decode()


def test_an_invoice_somebody_else_has_claimed_is_not_told_whose(
    call: Call,
    draft: Application,
    lan: Player,
    shan: Player,
    yuanshan: Organization,
    page: str,
) -> None:
    browser(lan).post(page, INVOICE)
    other = actions.begin_application(call=call, organization=yuanshan, actor=shan.actor, now=NOW)
    answer = browser(shan).post(f"/applications/{other.pk}/invoices/", INVOICE)
    assert told(answer) == [
        "第 1 张（12345678）：这张发票已经在一份申报里用过，同一张发票不能申报两次"
    ]
    content = answer.content.decode()
    assert ("澄澜智能装备" in content, 'value="12345678"' in content) == (False, True)
    line = draft.invoices.get()
    browser(lan).post(f"{page}{line.pk}/remove/")
    assert browser(shan).post(f"/applications/{other.pk}/invoices/", INVOICE).status_code == 302


def test_days_and_amounts_are_read_as_people_write_them() -> None:
    for day in ("2020-06-01", "2020/6/1", "2020.6.1", "20200601", "2020年6月1日"):
        text = f"\t12345678\t1,000.5元\t甲\t乙\t{day}"
        (one,) = of_text(text, TODAY).invoices
        assert (one.issued_on, one.amount_fen) == (date(2020, 6, 1), 100_050), day
    assert of_text("\t12345678\t1\t甲\t乙\t2020-02-30", TODAY).invoices == []
