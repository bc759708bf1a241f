"""拨付的命令: lists orders, makes the bank's file, reads the bank's answer, sets what is dated.

Orders are made and checked by people, on pages; no command does either.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from huiqi.cli import output
from huiqi.rules.problems import Problem, Refused, unreadable
from huiqi.rules.strict_json import read_json

if TYPE_CHECKING:
    from huiqi.payments.models import BankAnswer, PaymentOrder

NUMBER: Final = "拨付单的编号，如 BF-2021-000001"
FAILED: Final = "拨付没有办成，账上什么也没有改动。"


class Commands(Protocol):
    """命令组: of the command line, to which commands are added."""

    def add(self, name: str, about: str, *, answers: bool = True) -> Any:
        """加入命令: see huiqi.cli.run."""


def add_to(commands: Commands) -> None:
    """加入拨付的命令: with their arguments."""
    from huiqi.cli.run import Commands as Shelf

    payments = commands.add(
        "payments", "拨付：列出拨付单，导出付款文件，核对银行回单", answers=False
    )
    shelf = Shelf(payments, "what")
    listed = shelf.add("list", "列出拨付单")
    listed.options.add_argument("--state", metavar="STATE", help="只列这种进展的，如 exported")
    export = shelf.add("export", "导出一张已复核拨付单的付款文件和清单；再导出是同一份")
    export.needed.add_argument("number", metavar="NUMBER", help=NUMBER)
    export.options.add_argument(
        "--out", metavar="DIR", default=".", help="写进哪个文件夹；不写为当前文件夹"
    )
    reconcile = shelf.add("reconcile", "核对银行回单：整份可信才记账")
    reconcile.needed.add_argument("number", metavar="NUMBER", help=NUMBER)
    reconcile.needed.add_argument("file", metavar="FILE", help="银行给的 CSV 或 xlsx 文件")
    made = shelf.add("format", "登记一家银行的文件格式，作为新的一版")
    made.needed.add_argument("file", metavar="FILE", help="JSON 文件，见 docs/howto/payments.md")
    limit = shelf.add("threshold", "设定双人复核限额")
    limit.needed.add_argument("yuan", metavar="YUAN", help="超过多少元须两个人复核")
    limit.options.add_argument("--since", metavar="DATE", required=True, help="从哪一天起")
    limit.options.add_argument("--basis", metavar="TEXT", required=True, help="依据：文号和条款")


def run(asked: argparse.Namespace) -> int:
    """执行: one of the commands."""
    from huiqi.cli.city import acting

    with acting(FAILED):
        match asked.what:
            case "list":
                _list(asked.state, as_json=asked.json)
            case "export":
                _export(asked.number, Path(asked.out), as_json=asked.json)
            case "reconcile":
                _reconcile(asked.number, Path(asked.file), as_json=asked.json)
            case "format":
                _format(Path(asked.file), as_json=asked.json)
            case _:
                _threshold(asked)
    return 0


def _list(state: str | None, *, as_json: bool) -> None:
    from huiqi.payments.enums import OrderState
    from huiqi.payments.models import PaymentOrder

    if state is not None and state not in OrderState.values:
        known = "、".join(f"{one.value}（{one.label}）" for one in OrderState)
        raise Refused([Problem(f"没有进展「{state}」。", fix=f"可选：{known}。")])
    found = PaymentOrder.objects.order_by("-id")
    orders = list(found.filter(state=state) if state else found)
    if as_json:
        output.print_json([_told(one) for one in orders])
        return
    page = output.Page()
    for one in orders:
        amount = f"{one.total_fen // 100:,}.{one.total_fen % 100:02d} 元"
        page.line(
            f"{one.number}　{one.get_state_display()}　{one.lines_count} 笔　{amount}　{one.title}"
        )
    if not orders:
        page.line("没有拨付单。")


def _export(number: str, folder: Path, *, as_json: bool) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.payments.actions import export_order
    from huiqi.payments.bank_files import manifest

    if not folder.is_dir():
        raise Refused([Problem("没有这个文件夹。", fix="请先建立。", file=str(folder))])
    made = export_order(order=_order(number), actor=SYSTEM, now=now())
    told = manifest(made)
    path, beside = folder / made.name, folder / f"{number}.json"
    try:
        output.write_whole(path, made.content)
        text = json.dumps(told, ensure_ascii=False, indent=2)
        output.write_whole(beside, f"{text}\n".encode())
    except OSError as error:
        problem = Problem(
            "文件写不进去。", f"（系统报告：{error.strerror}）", "请检查权限后再导出。"
        )
        raise Refused([problem]) from None
    if as_json:
        output.print_json(told | {"路径": str(path)})
        return
    page = output.Page()
    page.line(f"已导出 {path}：{made.lines_count} 笔，{told['合计（元）']} 元。", style="green")
    page.line(f"SHA-256 {made.digest}，清单在 {beside}。")


def _reconcile(number: str, path: Path, *, as_json: bool) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.payments.actions import settle_order
    from huiqi.payments.enums import Outcome

    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from None
    made = settle_order(
        order=_order(number), content=content, name=path.name, actor=SYSTEM, now=now()
    )
    if not made.is_taken:
        # What was made of the file is kept; only the command ends with a no.
        raise Refused(Problem(sentence, file=path.name) for sentence in made.problems)
    if as_json:
        output.print_json(_result(made))
        return
    counted = "，".join(f"{Outcome(name).label} {n} 笔" for name, n in made.counted().items())
    output.Page().line(f"已采信并记账：{counted}。", style="green")


def _format(path: Path, *, as_json: bool) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.payments.actions import set_bank_format

    try:
        told = read_json(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused([unreadable(error, str(path))]) from None
    except UnicodeDecodeError:
        raise Refused(
            [Problem("文件不是 UTF-8 编码。", fix="请另存为 UTF-8。", file=str(path))]
        ) from None
    if not isinstance(told, dict):
        raise Refused([Problem("文件应是一个 JSON 对象。", file=str(path))])
    made = set_bank_format(told=told, actor=SYSTEM, now=now())
    if as_json:
        output.print_json({"code": made.code, "edition": made.edition})
    else:
        output.Page().line(f"已登记 {made.title} 第 {made.edition} 版。", style="green")


def _threshold(asked: argparse.Namespace) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.payments.actions import set_threshold
    from huiqi.payments.answer_files import fen_of

    fen, since = fen_of(asked.yuan, "yuan"), None
    problems = []
    if fen is None:
        problems.append(
            Problem(f"「{asked.yuan}」不是金额。", fix="请写成 1000000 或 1000000.00。")
        )
    try:
        since = date.fromisoformat(asked.since)
    except ValueError:
        problems.append(Problem(f"「{asked.since}」不是日期。", fix="请写成 2021-10-20。"))
    if problems or fen is None or since is None:
        raise Refused(problems)
    made = set_threshold(since=since, above_fen=fen, basis=asked.basis, actor=SYSTEM, now=now())
    if asked.json:
        output.print_json({"since": made.since.isoformat(), "above": Decimal(made.above_fen) / 100})
    else:
        output.Page().line(
            f"从 {since} 起，超过 {asked.yuan} 元的拨付单须两个人复核。", style="green"
        )


def _order(number: str) -> PaymentOrder:
    from huiqi.payments.models import PaymentOrder

    found = PaymentOrder.objects.filter(number=number).first() if "\x00" not in number else None
    if found is None:
        raise Refused([Problem(f"没有拨付单「{number}」。", fix="编号见 huiqi payments list。")])
    return found


def _told(one: PaymentOrder) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title,
        "state": one.state,
        "lines": one.lines_count,
        "total": Decimal(one.total_fen) / 100,
    }


def _result(made: BankAnswer) -> dict[str, object]:
    return {"sha256": made.digest, "counted": made.counted(), "results": made.results}
