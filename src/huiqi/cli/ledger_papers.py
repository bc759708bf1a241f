"""预算单的命令: drawn up, signed and sent back by people, each with a token of their own."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from huiqi.cli import output
from huiqi.cli.by_token import TOKEN, by_token
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.cli.run import Commands
    from huiqi.kernel.access import Actor

NAMES: Final = ("papers", "paper", "sign", "send-back")
NUMBER: Final = "单号，如 YS-000001"
STATES: Final = {"waiting": "等待签字", "signed": "已签字", "refused": "已退回"}
WRITING: Final = (
    ("amount", "YUAN", "金额，如 1234567.89 或 50万"),
    ("reason", "TEXT", "理由，会成为凭证的摘要，不写企业名称"),
    ("document", "TEXT", "文号；调剂不写"),
    ("year", "YEAR", "年度；不写为今年"),
    ("programme", "PROGRAMME", "扶持计划的编号；不写为整项资金"),
    ("fund", "CODE", "资金的代码，appropriate"),
    ("code", "CODE", "新资金的代码，set-up"),
    ("title", "TEXT", "新资金的名称，set-up"),
    ("department", "NAME", "新资金的主管部门，set-up"),
    ("basis", "TEXT", "新资金的依据：文号和条款，set-up"),
    ("giver", "BUDGET", "调出预算的编号，见 huiqi ledger board --json；withdraw、transfer"),
    ("taker", "BUDGET", "调入预算的编号，transfer"),
)


def add_to(shelf: Commands) -> None:
    """加入命令: those of budget papers."""
    listed = shelf.add("papers", "预算单：谁制单，谁签字或退回")
    listed.options.add_argument("--state", metavar="STATE", help="waiting、signed 或 refused")
    listed.options.add_argument("--year", metavar="YEAR", help="只列一个年度的")
    paper = shelf.add("paper", f"制一张预算单，等另一人签字；令牌写进 {TOKEN}")
    kinds = "set-up 设立资金、appropriate 下达、withdraw 收回、transfer 调剂"
    paper.needed.add_argument("kind", metavar="KIND", help=kinds)
    for name, metavar, about in WRITING:
        paper.options.add_argument(f"--{name}", metavar=metavar, help=about)
    sign = shelf.add("sign", f"给另一人的预算单签字：现在设立、记账；令牌写进 {TOKEN}")
    back = shelf.add("send-back", f"退回另一人的预算单；令牌写进 {TOKEN}")
    for one in (sign, back):
        one.needed.add_argument("number", metavar="NUMBER", help=NUMBER)
    back.options.add_argument("--reason", metavar="TEXT", default="", help="退回的理由")


def run(asked: argparse.Namespace) -> int:
    """执行: one of them, as the person of the token."""
    with by_token("books") as actor:
        if asked.what == "papers":
            return _list(asked, actor)
        act = {"paper": _draw_up, "sign": _sign, "send-back": _send_back}[asked.what]
        told = act(asked, actor)
        if asked.json:
            output.print_json(told)
        else:
            _tell(output.Page(), told)
    return 0


def _list(asked: argparse.Namespace, actor: Actor) -> int:
    from huiqi.api.books import looked
    from huiqi.api.books_writing import told_paper
    from huiqi.kernel.access import require
    from huiqi.ledger.access import may_read_books
    from huiqi.ledger.forms import Written
    from huiqi.ledger.queries.papers import papers

    require(may_read_books, actor)
    written = Written({"state": asked.state or "", "year": asked.year or ""})
    state, year = written.one_of("state", "进度", STATES), written.year(0) or None
    written.refuse()
    looked(actor, "查阅预算单")
    found = [told_paper(one) for one in papers(year=year, state=state)]
    if asked.json:
        output.print_json(found)
        return 0
    page = output.Page()
    for one in found:
        _tell(page, one)
    if not found:
        page.line("没有这样的单据。")
    return 0


def _draw_up(asked: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    from huiqi.api.books_writing import paper_numbered, told_paper
    from huiqi.kernel.now import now
    from huiqi.ledger.actions import propose_transfer
    from huiqi.ledger.asking import KINDS, OF_PAPER, paper_asked
    from huiqi.ledger.forms import Written

    if asked.kind not in KINDS:
        fix = f"可写：{'、'.join(KINDS)}。"
        raise Refused([Problem(f"没有单据种类「{asked.kind}」。", fix=fix, key="kind")])
    written = Written({name: getattr(asked, name) or "" for name in OF_PAPER})
    wanted = paper_asked(asked.kind, written)
    made = propose_transfer(**vars(wanted), actor=actor, now=now())
    return told_paper(paper_numbered(made.number))


def _sign(asked: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    from huiqi.api.books_writing import paper_numbered, told_paper
    from huiqi.kernel.access import require
    from huiqi.kernel.now import today
    from huiqi.ledger.access import is_finance
    from huiqi.ledger.actions import confirm_transfer

    require(is_finance, actor)
    confirm_transfer(transfer=_paper(asked.number), on=today(), actor=actor)
    return told_paper(paper_numbered(asked.number))


def _send_back(asked: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    from huiqi.api.books_writing import paper_numbered, told_paper
    from huiqi.kernel.access import require
    from huiqi.ledger.access import is_finance
    from huiqi.ledger.actions import send_back

    require(is_finance, actor)
    send_back(paper=_paper(asked.number), reason=asked.reason, actor=actor)
    return told_paper(paper_numbered(asked.number))


def _paper(number: str) -> Any:
    from huiqi.api.books_writing import paper_numbered
    from huiqi.api.problems import ApiError

    try:
        return paper_numbered(number)
    except ApiError:
        fix = "编号见 huiqi ledger papers。"
        raise Refused([Problem(f"没有预算单「{number}」。", fix=fix)]) from None


def _tell(page: output.Page, told: dict[str, Any]) -> None:
    state = STATES[told["state"]]
    page.line(f"{told['number']}　{state}　{told['amount']:,} 元　{told['reason']}")
    for label, side in (("调出", told["giver"]), ("调入", told["taker"])):
        if side:
            page.line(f"  {label}：{side['fund']} {side['programme']} {side['year']}")
    if told["opens"] and not told["taker"]:
        opens = told["opens"]
        page.line(f"  签字时设立：{opens['fund']} {opens['programme']} {opens['year']}")
    page.line(f"  制单 {told['made_by']}")
    if told["decided_by"]:
        why = f"：{told['why_refused']}" if told["why_refused"] else ""
        page.line(f"  {state} {told['decided_by']}{why}")
