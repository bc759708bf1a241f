"""收款账户的命令: lists accounts, tells one, enters those that are taken over, stops one.

No command verifies: that is done by a person who did not enter it, on a page or by their token.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from huiqi.cli import output
from huiqi.cli.payments import Commands
from huiqi.rules.problems import Problem, Refused

if TYPE_CHECKING:
    from huiqi.parties.models import BankAccount, Organization

FAILED: Final = "账户没有办成，什么也没有改动。"
NUMBER: Final = "账户的编号，见 huiqi account list"


def add_to(commands: Commands) -> None:
    """加入收款账户的命令: with their arguments."""
    from huiqi.cli.run import Commands as Shelf

    account = commands.add("account", "收款账户：列出、查看、录入接收来的、停用", answers=False)
    shelf = Shelf(account, "what")
    listed = shelf.add("list", "列出收款账户；账号只给末四位")
    listed.options.add_argument("--state", metavar="STATE", help="只列这种状态的，如 waiting")
    listed.options.add_argument("--firm", metavar="CREDIT_CODE", help="只列这家企业的")
    show = shelf.add("show", "一个账户、它的经过和正在办的付款")
    show.needed.add_argument("account", metavar="ACCOUNT", help=NUMBER)
    enter = shelf.add("enter", "录入一个账户，等人核验")
    enter.needed.add_argument("firm", metavar="CREDIT_CODE", help="统一社会信用代码")
    for name, label in (
        ("bank", "开户银行，写到支行"),
        ("branch", "联行号，12 位"),
        ("number", "账号"),
    ):
        enter.options.add_argument(f"--{name}", metavar="TEXT", required=True, help=label)
    enter.options.add_argument("--holder", metavar="TEXT", default="", help="户名；不写为单位名称")
    stop = shelf.add("stop", "停用一个账户")
    stop.needed.add_argument("account", metavar="ACCOUNT", help=NUMBER)
    stop.options.add_argument("--note", metavar="TEXT", required=True, help="理由，企业会看到")


def run(asked: argparse.Namespace) -> int:
    """执行: one of the commands."""
    from huiqi.cli.city import acting

    with acting(FAILED):
        match asked.what:
            case "list":
                _list(asked.state, asked.firm, as_json=asked.json)
            case "show":
                _show(_account(asked.account), as_json=asked.json)
            case "enter":
                _enter(asked)
            case _:
                _stop(asked)
    return 0


def _list(state: str | None, firm: str | None, *, as_json: bool) -> None:
    from huiqi.parties.enums import AccountState
    from huiqi.parties.models import BankAccount
    from huiqi.payments.accounts import asked_for

    if state is not None and state not in AccountState.values:
        known = "、".join(f"{one.value}（{one.label}）" for one in AccountState)
        raise Refused([Problem(f"没有状态「{state}」。", fix=f"可选：{known}。")])
    found = BankAccount.objects.select_related("organization").order_by("id")
    if firm is not None:
        found = found.filter(organization=_firm(firm))
    accounts = list(asked_for(found, state or "", ""))
    if as_json:
        output.print_json([_told(one) for one in accounts])
        return
    page = output.Page()
    for one in accounts:
        page.line(f"{one.pk}　{one.state.label}　{one.organization}　{one.bank} {one.masked}")
    if not accounts:
        page.line("没有这样的账户。")


def _show(one: BankAccount, *, as_json: bool) -> None:
    from huiqi.kernel.now import CITY
    from huiqi.payments.accounts import steps_of, under_way

    steps, kept = steps_of(one, for_firm=False), under_way(one)
    if as_json:
        history = [
            {"title": step.title, "who": step.who, "at": step.at.isoformat(), "note": step.note}
            for step in steps
        ]
        output.print_json(_told(one) | {"under_way": kept, "history": history})
        return
    page = output.Page()
    page.line(f"{one.organization}　{one.bank} {one.masked}　{one.state.label}", style="bold")
    page.line(f"户名 {one.holder}　联行号 {one.branch_code or '没有登记'}")
    for step in steps:
        at = f"{step.at.astimezone(CITY):%Y-%m-%d %H:%M}"
        page.line(f"{at}　{step.title}　{step.who or '系统'}　{step.note}".rstrip())
    for sentence in kept:
        page.line(f"{sentence}。", style="yellow")


def _enter(asked: argparse.Namespace) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.parties.actions import Written
    from huiqi.payments.actions import enter_account

    made = enter_account(
        organization=_firm(asked.firm),
        written=Written(asked.bank, asked.branch, asked.number, asked.holder),
        actor=SYSTEM,
        now=now(),
    )
    if asked.json:
        output.print_json(_told(made))
    else:
        output.Page().line(
            f"已录入 {made.bank} {made.masked}（编号 {made.pk}），等核验。", style="green"
        )


def _stop(asked: argparse.Namespace) -> None:
    from huiqi.kernel.access import SYSTEM
    from huiqi.kernel.now import now
    from huiqi.payments.actions import stop_account

    one = _account(asked.account)
    done = stop_account(account=one, note=asked.note, actor=SYSTEM, now=now())
    if asked.json:
        output.print_json(_told(done))
    else:
        output.Page().line(f"已停用 {done.bank} {done.masked}。", style="green")


def _firm(code: str) -> Organization:
    from huiqi.parties.queries import organization_by_code

    found = organization_by_code(code) if "\x00" not in code else None
    if found is None:
        raise Refused([Problem(f"没有信用代码是「{code}」的单位。", fix="请核对各位数字。")])
    return found


def _account(number: str) -> BankAccount:
    from huiqi.parties.models import BankAccount

    known = number.isascii() and number.isdigit() and len(number) < 19
    accounts = BankAccount.objects.select_related("organization")
    found = accounts.filter(pk=int(number)).first() if known else None
    if found is None:
        raise Refused([Problem(f"没有账户「{number}」。", fix="编号见 huiqi account list。")])
    return found


def _told(one: BankAccount) -> dict[str, object]:
    """As over the API."""
    from huiqi.api.accounts import told

    return told(one)
