"""银行文件: written as each bank wants it; an answer is trusted and posted whole, or not at all."""

import csv as tables
import io
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sheets import Column, workbook
from huiqi.ledger.enums import Stage
from huiqi.ledger.models import Entry
from huiqi.payments import actions
from huiqi.payments.bank_files import manifest, written
from huiqi.payments.models import BankAnswer, PaymentOrder
from tests.cast import NOW
from tests.ledger.books import WAN
from tests.payments.paying import (
    ANSWERED,
    FORMAT,
    NUMBERS,
    Paying,
    answer,
    csv,
    row,
    yuan,
)

HEADING = [heading for _field, heading in ANSWERED]


@pytest.fixture
def order(paying: Paying) -> PaymentOrder:
    """Sent: 30 万元 to 澄澜, 20 万元 to 远山."""
    return paying.sent()


def _content(order: PaymentOrder) -> bytes:
    return bytes(order.bank_file.content)


def test_file_has_the_columns_words_and_encoding_of_the_bank(order: PaymentOrder) -> None:
    rows = list(tables.reader(io.StringIO(_content(order).decode("gbk"))))
    assert rows == [
        ["业务序号", "收款账号", "收款户名", "开户行", "金额", "附言"],
        [
            *("BF-2021-000001-0001", NUMBERS[0], "深圳市澄澜智能装备有限公司"),
            *("鹏湾银行深圳分行", "300000.00", "2021 年奖励"),
        ],
        [
            *("BF-2021-000001-0002", NUMBERS[1], "深圳市远山新材料有限公司"),
            *("鹏湾银行深圳分行", "200000.00", "2021 年奖励"),
        ],
    ]


def test_same_order_gives_the_same_bytes_and_its_manifest_says_so(
    paying: Paying, order: PaymentOrder
) -> None:
    first = order.bank_file
    again = actions.export_order(order=order, actor=paying.second, now=NOW)
    assert (again.pk, again.digest) == (first.pk, first.digest)
    assert written(order) == _content(order)
    told = manifest(again)
    assert {name: told[name] for name in ("笔数", "合计（元）", "SHA-256", "文件")} == {
        "笔数": 2,
        "合计（元）": "500000.00",
        "SHA-256": first.digest,
        "文件": "BF-2021-000001.csv",
    }
    assert json.dumps(told, ensure_ascii=False)


def test_excel_file_keeps_accounts_as_text_and_is_the_same_every_time(paying: Paying) -> None:
    told = FORMAT | {"code": "nanling", "title": "南岭银行", "kind": "xlsx"}
    paying.format = actions.set_bank_format(told=told, actor=SYSTEM, now=NOW)
    order = paying.sent()
    assert written(order) == written(order) == _content(order)
    sheet = CalamineWorkbook.from_filelike(BytesIO(_content(order))).get_sheet_by_index(0)
    assert sheet.to_python()[1][1:5:3] == [NUMBERS[0], 300000.0]


def test_other_separator_and_unit_are_data_too(paying: Paying) -> None:
    told = FORMAT | {"code": "bar", "separator": "|", "unit": "fen", "encoding": "utf-8-sig"}
    paying.format = actions.set_bank_format(told=told, actor=SYSTEM, now=NOW)
    order = paying.sent(paying.firms[0])
    line = order.lines.get()
    assert _content(order).decode("utf-8-sig").splitlines()[1] == (
        f"{line.reference}|{line.number}|{line.holder}|{line.bank}|30000000|2021 年奖励"
    )
    text = "|".join(HEADING) + f"\n{line.reference}|{line.number}|30000000|成功|\n合计|1|30000000\n"
    assert paying.settle(order, text).is_taken
    assert paying.books.balance(Stage.PAID) == 30 * WAN


def test_format_that_is_no_format_is_refused_with_everything_at_once(paying: Paying) -> None:
    told = FORMAT | {
        "columns": [["reference", "序号"], ["colour", "序号"]],
        "answer_columns": "没有",
        "words": {"成功": "done"},
        "fee": 1,
    }
    with pytest.raises(Refused) as no:
        actions.set_bank_format(told=told, actor=SYSTEM, now=NOW)
    assert no.value.problems == (
        "不认识「fee」这一项",
        "付款文件没有「colour」这一项",
        "付款文件要有且只有一列「户名」",
        "付款文件要有且只有一列「账号」",
        "付款文件要有且只有一列「金额」",
        "付款文件里有两列的表头相同",
        "回单的列要写成「项目、表头」的一列一列",
        "结果的说法要写明银行的每个词是什么意思：paid、failed、returned 或 unknown",
    )


# Answers that are trusted


def _as_excel(order: PaymentOrder, *words: str) -> bytes:
    lines = order.lines.order_by("position")
    rows: list[list[Any]] = [
        [one.reference, one.number, one.amount_fen, word, ""]
        for one, word in zip(lines, words, strict=True)
    ]
    rows.append(["合计", len(words), sum(one.amount_fen for one in lines), "", ""])
    columns = [Column(name, "yuan" if name == "金额" else "text") for name in HEADING]
    return workbook("回单", columns, rows)


def _with_decor(order: PaymentOrder) -> str:
    """Full-width letters, spaces in the account, thousands separators, one column more."""
    one, two = order.lines.order_by("position")
    return (
        "流水号,业务序号,收款账号,金额,状态,原因\n"
        f'1,{one.reference},6222 0000 1111 2222 333,"￥300,000.00",成功 ,\n\n'
        f"2,ＢＦ－2021－000001－0002,{two.number},200000.0,　失败,账号户名不符\n"
        "合计,2,500000.00\n"
    )


TRUSTED: dict[str, Callable[[PaymentOrder], str | bytes]] = {
    "UTF-8": lambda order: answer(order, "成功", "失败"),
    "UTF-8 with a mark": lambda order: answer(order, "成功", "失败").encode("utf-8-sig"),
    "GBK": lambda order: answer(order, "成功", "失败").encode("gbk"),
    "Excel": lambda order: _as_excel(order, "成功", "失败"),
    "decorated": _with_decor,
    "other order of rows": lambda order: csv(
        row(order.lines.get(position=2), "失败"),
        row(order.lines.get(position=1), "成功"),
        total=50 * WAN,
    ),
}


@pytest.mark.parametrize("kind", TRUSTED)
def test_answer_is_read_however_the_bank_writes_it(
    paying: Paying, order: PaymentOrder, kind: str
) -> None:
    taken = paying.settle(order, TRUSTED[kind](order))
    assert taken.problems == []
    assert taken.counted() == {"paid": 1, "failed": 1}
    assert paying.books.balance(Stage.PAID) == 30 * WAN
    assert paying.books.balance(Stage.APPROVED) == 20 * WAN


def test_same_answer_again_gives_the_same_result_and_posts_nothing(
    paying: Paying, order: PaymentOrder
) -> None:
    first = paying.answered(order, "成功", "处理中")
    entries = Entry.objects.count()
    assert paying.answered(order, "成功", "处理中") == first
    # In other bytes it is another file, and still nothing new.
    other = paying.settle(order, answer(order, "成功", "处理中").encode("gbk"))
    assert [one["is_new"] for one in other.results] == [False, False]
    assert Entry.objects.count() == entries


def test_answer_before_the_file_was_sent_is_refused(paying: Paying) -> None:
    order = paying.checked()
    with pytest.raises(WrongState, match="还没有送银行"):
        paying.answered(order, "成功", "成功")


# Answers that are not


def _swapped(order: PaymentOrder) -> str:
    rows = [
        f"{one.reference},{yuan(one.amount_fen)},{one.number},成功,"
        for one in order.lines.order_by("position")
    ]
    return csv(*rows, total=50 * WAN)


def _edited(order: PaymentOrder, *, at: int = 1, **changed: str) -> str:
    """With one cell of a line changed."""
    rows = []
    for line in order.lines.order_by("position"):
        cells = {
            "reference": line.reference,
            "number": line.number,
            "amount": yuan(line.amount_fen),
            "outcome": "成功",
            "reason": "",
        }
        rows.append(",".join((cells | (changed if line.position == at else {})).values()))
    return csv(*rows, total=50 * WAN)


def _twice(order: PaymentOrder) -> str:
    one, two = order.lines.order_by("position")
    return csv(row(one, "成功"), row(one, "失败"), row(two, "成功"), total=80 * WAN)


def _many_faults(order: PaymentOrder) -> str:
    one, _two = order.lines.order_by("position")
    wrong = f"{one.reference},{NUMBERS[1]},300000.01,搞定了,"
    return csv(wrong, "BF-2021-000001-0009,1,1,成功,", ",,,,谁的", total=1)


BAD: dict[str, tuple[Callable[[PaymentOrder], str | bytes], list[str]]] = {
    "swapped columns": (
        _swapped,
        [
            "「收款账号」一列里写的是金额，列的次序可能颠倒了；请向银行要正确的回单",
            "「金额」一列里写的是账号，列的次序可能颠倒了；请向银行要正确的回单",
        ],
    ),
    "a line twice": (
        _twice,
        ["第 3 行与第 2 行是同一笔（BF-2021-000001-0001）；请核对哪一行是真的"],
    ),
    "a line that is not ours": (
        lambda order: _edited(order, reference="BF-2021-000001-0008"),
        [
            "第 2 行的付款序号「BF-2021-000001-0008」不在这张拨付单里",
            (
                "回单少了 1 笔还没有结果的付款：BF-2021-000001-0001；文件可能不全，"
                "请向银行要完整的回单"
            ),
        ],
    ),
    "another amount": (
        lambda order: _edited(order, amount="299999.99"),
        [
            "第 2 行的金额是 299,999.99 元，拨付单里是 300,000.00 元",
            "回单的合计写着 500,000.00 元，各笔相加是 499,999.99 元；文件可能不全",
        ],
    ),
    "an amount that is none": (
        lambda order: _edited(order, amount="三十万"),
        ["第 2 行的金额「三十万」读不出来，应写成 1234.50 的样子"],
    ),
    "another account": (
        lambda order: _edited(order, number="6222000011112222334"),
        ["第 2 行的账号是「6222000011112222334」，拨付单里的账号尾号是 2333"],
    ),
    "an account that a spreadsheet blurred": (
        lambda order: _edited(order, number="6.222E+18"),
        ["第 2 行的账号存成了数字，后几位已经丢失；请向银行要账号是文本的回单"],
    ),
    "a word that nobody knows": (
        lambda order: _edited(order, outcome="已受理"),
        ["第 2 行的结果「已受理」不知道是什么意思；这家银行的说法有：成功、失败、退票、处理中"],
    ),
    "cut after the first line": (
        lambda order: "\r\n".join(answer(order, "成功", "成功").split("\r\n")[:2]),
        [
            (
                "回单少了 1 笔还没有结果的付款：BF-2021-000001-0002；文件可能不全，"
                "请向银行要完整的回单"
            ),
            "回单最后没有「合计」一行，文件可能断了；请向银行要完整的回单",
        ],
    ),
    "cut in the middle of a line": (
        lambda order: answer(order, "成功", "成功")[:-60],
        [],
    ),
    "a count that is not that of the rows": (
        lambda order: answer(order, "成功", "成功").replace("合计,2,", "合计,3,"),
        ["回单的合计写着 3 笔，实际有 2 笔；文件可能不全"],
    ),
    "a total that is not that of the rows": (
        lambda order: answer(order, "成功", "成功").replace("合计,2,500000.00", "合计,2,500000.10"),
        ["回单的合计写着 500,000.10 元，各笔相加是 500,000.00 元；文件可能不全"],
    ),
    "a footer that cannot be read": (
        lambda order: answer(order, "成功", "成功").replace("合计,2,", "合计,两笔,"),
        ["「合计」一行里读不出笔数和金额"],
    ),
    "a column is missing": (
        lambda order: answer(order, "成功", "成功").replace(",金额", ",手续费"),
        ["回单缺少列：金额；请向银行要完整的回单"],
    ),
    "a column stands twice": (
        lambda order: answer(order, "成功", "成功").replace(",原因", ",金额"),
        ["「金额」有两列，不知道以哪一列为准；请只留一列"],
    ),
    "no heading": (
        lambda order: "\n".join(row(one, "成功") for one in order.lines.order_by("position")),
        [],
    ),
    "another separator": (
        lambda order: answer(order, "成功", "成功").replace(",", ";"),
        ["各列用分号隔开，这家银行的回单应当用逗号；请核对格式或重新导出"],
    ),
    "nothing but the heading": (
        lambda _order: ",".join(HEADING) + "\n",
        ["回单里只有表头，没有一笔付款；请向银行要完整的回单"],
    ),
    "no text and no table": (
        lambda _order: b"%PDF-1.7 nothing",
        [],
    ),
    "everything at once": (
        _many_faults,
        [
            "第 2 行的金额是 300,000.01 元，拨付单里是 300,000.00 元",
            f"第 2 行的账号是「{NUMBERS[1]}」，拨付单里的账号尾号是 2333",
            "第 2 行的结果「搞定了」不知道是什么意思；这家银行的说法有：成功、失败、退票、处理中",
            "第 3 行的付款序号「BF-2021-000001-0009」不在这张拨付单里",
            "第 4 行没有付款序号，不知道是哪一笔",
            (
                "回单少了 1 笔还没有结果的付款：BF-2021-000001-0002；文件可能不全，"
                "请向银行要完整的回单"
            ),
        ],
    ),
}


def _problems(paying: Paying, order: PaymentOrder, content: str | bytes) -> list[str]:
    try:
        return list(paying.settle(order, content).problems)
    except Refused as refused:
        return list(refused.problems)


def test_file_that_is_not_trusted_is_told_in_full_and_posts_nothing(
    paying: Paying, order: PaymentOrder
) -> None:
    """One table for all of them: a city for each would cost more than it shows."""
    entries = Entry.objects.count()
    told = {}
    for kind, (made, _wanted) in BAD.items():
        told[kind] = _problems(paying, order, made(order))
        assert told[kind], kind
    wanted = {kind: problems for kind, (_made, problems) in BAD.items() if problems}
    assert {kind: told[kind] for kind in wanted} == wanted
    assert told["no heading"][0].startswith("第一行「BF-2021-000001-0001、")
    assert "回单最后没有「合计」一行" in "".join(told["cut in the middle of a line"])
    assert "不是可以上传的类型" in told["no text and no table"][0]
    assert Entry.objects.count() == entries
    assert not BankAnswer.objects.filter(is_taken=True).exists()
    order.refresh_from_db()
    assert order.state == "exported"


@pytest.mark.parametrize("content", [b"", b"  \r\n", "\ufeff".encode()])
def test_empty_file_is_refused(paying: Paying, order: PaymentOrder, content: bytes) -> None:
    (problem,) = _problems(paying, order, content)
    assert "空的" in problem


def test_answer_to_another_order_is_told_by_its_number(paying: Paying) -> None:
    one, other = paying.sent(paying.firms[0]), paying.sent(paying.firms[1])
    assert _problems(paying, one, answer(other, "成功")) == [
        "这是拨付单 BF-2021-000002 的回单，不是这一张的；请到那一张上传"
    ]


def test_what_is_kept_of_a_bad_answer_speaks_the_language_of_the_city(
    paying: Paying, order: PaymentOrder
) -> None:
    with override("en"):
        kept = paying.settle(order, answer(order, "成功", "成功").replace("合计,2", "合计,3"))
    assert kept.problems == ["回单的合计写着 3 笔，实际有 2 笔；文件可能不全"]


def test_bank_that_contradicts_itself_changes_nothing(paying: Paying, order: PaymentOrder) -> None:
    paying.answered(order, "成功", "失败")
    assert _problems(paying, order, answer(order, "失败", "成功")) == [
        "第 2 行说「付款失败」，而银行先前已答复「已支付」；请向银行核实，不能照此改账",
        "第 3 行说「支付成功」，而银行先前已答复「付款未成」；请向银行核实，不能照此改账",
    ]
    assert paying.books.balance(Stage.PAID) == 30 * WAN
