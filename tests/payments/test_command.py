"""拨付的命令: list, send, reconcile, set what is dated; a no is told in full, with exit 1."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from huiqi.ledger.enums import Stage
from huiqi.payments.models import BankFormat, Threshold
from tests.cli.conftest import Huiqi
from tests.ledger.books import WAN
from tests.payments.paying import FORMAT, Paying, answer


@pytest.fixture(autouse=True)
def _in_the_database_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.cli.city.database", nullcontext)


def test_order_is_listed_sent_and_reconciled(paying: Paying, huiqi: Huiqi, tmp_path: Path) -> None:
    order = paying.checked()
    (listed,) = huiqi("payments", "list", "--state", "checked", "--json").json
    assert (listed["number"], listed["total"]) == (order.number, 500_000)
    words = ("payments", "export", order.number, "--out", str(tmp_path), "--json")
    told = huiqi(*words).json
    assert huiqi(*words).json == told
    file = (tmp_path / f"{order.number}.csv").read_bytes()
    assert file.decode("gbk").count(order.number) == told["笔数"] == 2
    manifest = json.loads((tmp_path / f"{order.number}.json").read_text(encoding="utf-8"))
    assert manifest["SHA-256"] == told["SHA-256"]
    assert paying.books.balance(Stage.ORDERED) == 50 * WAN

    given = tmp_path / "回单.csv"
    given.write_text(answer(order, "成功", "成功").replace("合计,2", "合计,3"), encoding="utf-8")
    no = huiqi("payments", "reconcile", order.number, str(given), "--json")
    assert no.whats == ["回单的合计写着 3 笔，实际有 2 笔；文件可能不全"]
    assert paying.books.balance(Stage.PAID) == 0
    given.write_text(answer(order, "成功", "失败"), encoding="utf-8")
    yes = huiqi("payments", "reconcile", order.number, str(given))
    assert yes.lines == ["已采信并记账：支付成功 1 笔，付款失败 1 笔。"]
    assert paying.books.balance(Stage.PAID) == 30 * WAN


def test_format_and_threshold_are_set_from_the_command_line(
    paying: Paying, huiqi: Huiqi, tmp_path: Path
) -> None:
    file = tmp_path / "format.json"
    file.write_text(json.dumps(FORMAT, ensure_ascii=False), encoding="utf-8")
    assert huiqi("payments", "format", str(file), "--json").json["edition"] == 2
    assert BankFormat.objects.count() == 2
    words = ("payments", "threshold", "1000000.50", "--since", "2021-11-01", "--basis", "试")
    assert huiqi(*words).code == 0
    assert Threshold.objects.first().above_fen == 100_000_050  # type: ignore[union-attr]


def test_what_is_wrong_is_told_and_nothing_happens(
    paying: Paying, huiqi: Huiqi, tmp_path: Path
) -> None:
    number = paying.order().number
    torn = tmp_path / "torn.json"
    torn.write_text("[1]", encoding="utf-8")
    tried = {
        ("list", "--state", "lost"): "没有进展「lost」。",
        ("export", "BF-1"): "没有拨付单「BF-1」。",
        ("export", number): "现在的状态是「起草」，不能导出付款文件",
        ("export", number, "--out", "/no/such"): "没有这个文件夹。",
        ("reconcile", number, "/no/such.csv"): "找不到这个文件。",
        ("format", str(torn)): "文件应是一个 JSON 对象。",
        ("threshold", "很多", "--since", "2021-13-01", "--basis", "x"): "「很多」不是金额。",
    }
    told = {words: huiqi("payments", *words, "--json").whats[0] for words in tried}
    assert told == tried
