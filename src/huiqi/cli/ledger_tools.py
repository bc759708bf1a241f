"""账本的命令: the board of a year, a year end looked at beforehand, samples, a firm's support.

At the operator's terminal, as the system. What takes two signatures is drawn up and signed by
people, each with a token of their own (``ledger_papers``).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import ledger_papers, output
from huiqi.cli.city import database
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.cli.run import Commands
    from huiqi.ledger.models import Sample

SAMPLING: Final = (
    ("method", "METHOD", "random 随机、monetary 货币单元、stratified 分层、above 一定金额以上"),
    ("size", "N", "样本量，前三种方法"),
    ("amount", "YUAN", "从多少元起全部抽取，above"),
    ("since", "DATE", "支付日期，自；不写为今年 1 月 1 日"),
    ("until", "DATE", "至，含当天；不写为今天"),
    ("programme", "PROGRAMME", "扶持计划的编号；不写为全部"),
    ("reason", "TEXT", "目的，如 2021 年专项资金检查"),
    ("seed", "TEXT", "种子；不写则随机生成并留存"),
)


def add_to(shelf: Commands) -> None:
    """加入命令: those of the ledger."""
    shelf.add("verify", "从第一张凭证重算，核对余额、规则、封存和触发器")
    for name, about, year in (
        ("board", "一年的预算：走到哪一步、全年支付预计", "年度；不写为今年"),
        ("carry-over", "年终结转预览：各预算的结余，为什么还不能结转", "年度；不写为去年"),
    ):
        shelf.add(name, about).options.add_argument("--year", metavar="YEAR", help=year)
    sample = shelf.add("sample", "抽样：抽一次，或看抽过的并重抽核对").options
    sample.add_argument("number", nargs="?", metavar="NUMBER", help="抽过的编号；不写为抽一次")
    for name, metavar, about in SAMPLING:
        sample.add_argument(f"--{name}", metavar=metavar, help=about)
    ledger_papers.add_to(shelf)
    support = shelf.add("support", "一户企业得到的全部公共扶持")
    support.needed.add_argument("credit_code", metavar="CREDIT_CODE", help="统一社会信用代码")


def run(asked: argparse.Namespace) -> int:
    """执行: one of them."""
    if asked.what == "verify":
        from huiqi.cli.ledger import verify_ledger

        return verify_ledger(as_json=asked.json)
    if asked.what in ledger_papers.NAMES:
        return ledger_papers.run(asked)
    tools = {"board": _board, "carry-over": _carry_over, "sample": _sample, "support": _support}
    return tools[asked.what](asked)


@contextmanager
def _books() -> Iterator[None]:
    """The books of the running city, all of them in sight; refusals as the command line's."""
    with database():
        from django.db import DatabaseError

        from huiqi.kernel import refusals
        from huiqi.parties import scope

        try:
            with scope.everything():
                yield
        except refusals.Refused as refused:
            raise Refused([Problem(one) for one in refused.problems]) from None
        except DatabaseError:
            fix = "请先执行 huiqi start 建立数据库，或检查数据库地址和权限。"
            raise Refused([Problem("账本读不出来。", fix=fix)]) from None


def _board(asked: argparse.Namespace) -> int:
    """看板: the budgets of a year."""
    with _books():
        from huiqi.api.books import told_budget
        from huiqi.kernel.now import today
        from huiqi.ledger.boards import board_of
        from huiqi.ledger.forms import Written

        written = Written({"year": asked.year or ""})
        year = written.year(today().year)
        written.refuse()
        rows = [told_budget(one) for one in board_of(year, today()).rows]
        if asked.json:
            output.print_json({"year": year, "budgets": rows})
            return 0
    page = output.Page()
    page.line(f"{year} 年预算 {len(rows)} 笔")
    for one in rows:
        told = one["forecast"]["expected"]
        page.line(f"{one['title']}（{one['department']}）")
        page.line(
            f"  下达 {one['appropriated']:,} 元，已承诺 {one['committed']:,} 元，"
            f"已核定 {one['approved']:,} 元，已支付 {one['paid']:,} 元"
        )
        page.line(f"  预计全年支付：{told:,} 元" if told else f"  {one['forecast']['why_not']}")
    return 0


def _carry_over(asked: argparse.Namespace) -> int:
    """年终结转预览: what a year has left, and what stands in the way."""
    with _books():
        from huiqi.api.books import told_left
        from huiqi.kernel.now import today
        from huiqi.ledger.forms import Written
        from huiqi.ledger.queries.years import hindrances_of, left_of_year

        written = Written({"year": asked.year or ""})
        year = written.year(today().year - 1)
        written.refuse()
        rows, hindrances = (
            [told_left(one) for one in left_of_year(year)],
            hindrances_of(year, today()),
        )
        if asked.json:
            output.print_json({"year": year, "hindrances": hindrances, "budgets": rows})
            return 0
    page = output.Page()
    page.line(f"{year} 年有结余的预算 {len(rows)} 笔；结转要两个人在网页上签字")
    for one in hindrances:
        page.line(f"还不能结转：{one}", style="yellow")
    for row in rows:
        page.line(
            f"{row['title']}：可用 {row['free']:,} 元，已承诺、已核定未付 {row['bound']:,} 元，"
            f"退回款 {row['returned']:,} 元"
        )
    return 0


def _sample(asked: argparse.Namespace) -> int:
    """抽样: draws one as the system, or shows one that was drawn and whether it comes out again."""
    with _books():
        from huiqi.api.books import told_sample
        from huiqi.ledger.queries.samples import items_of, repeat

        found = _shown(asked.number) if asked.number else _drawn(asked)
        told: dict[str, Any] = told_sample(found) | {"same_again": repeat(found).is_same}
        told["entries"] = [one.leg.entry.number for one in items_of(found)]
        if asked.json:
            output.print_json(told)
            return 0
    page = output.Page()
    page.line(f"{told['number']}：总体 {told['population']} 笔，种子 {told['seed']}")
    page.line(
        "按种子重抽，结果一致" if told["same_again"] else "按种子重抽，结果不一致，请核验账本"
    )
    for number in told["entries"]:
        page.line(f"  {number}")
    return 0


def _drawn(asked: argparse.Namespace) -> Sample:
    from huiqi.kernel.access import SYSTEM
    from huiqi.ledger.actions import draw_sample
    from huiqi.ledger.asking import OF_SAMPLE, sample_asked
    from huiqi.ledger.forms import Written

    told = {name: getattr(asked, name) or "" for name in OF_SAMPLE}
    wanted, words = sample_asked(Written(told))
    return draw_sample(asked=wanted, actor=SYSTEM, **words)


def _shown(number: str) -> Sample:
    from huiqi.ledger.queries.samples import samples

    found = samples().filter(number=number).first()
    if found is None:
        raise Refused([Problem(f"没有抽样「{number}」。", fix="编号见 /ledger/samples/。")])
    return found


def _support(asked: argparse.Namespace) -> int:
    """一户扶持: all that a firm got."""
    with _books():
        from huiqi.api.books import told_received, yuan
        from huiqi.ledger.queries.support import received_by
        from huiqi.parties.queries import organization_by_code

        firm = organization_by_code(asked.credit_code)
        if firm is None:
            what = f"没有统一社会信用代码为「{asked.credit_code}」的企业。"
            raise Refused([Problem(what, fix="请核对 18 位代码。")])
        found = received_by(firm.subject)
        rows = [told_received(one) for one in found]
        paid = yuan(sum(one.paid_fen for one in found))
        if asked.json:
            output.print_json({"firm": firm.name, "paid": paid, "items": rows})
            return 0
    page = output.Page()
    page.line(f"{firm.name}：已支付合计 {paid:,} 元")
    for one in rows:
        page.line(f"  {one['year']} {one['title']} {one['call']}：已支付 {one['paid']:,} 元")
    return 0
