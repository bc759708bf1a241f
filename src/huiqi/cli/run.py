"""命令行入口: reads the words, runs one command, turns refusals into sentences.

Exit 0 for every answer (no and unknown are answers), 1 for input that cannot be used, with all
reasons on stderr, 2 for a wrong call.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

from huiqi.cli import firms, library, output, size, workdays
from huiqi.rules.problems import Problem, Refused

BEIJING = timedelta(hours=8)
ON = "按哪一天的政策和事实判断（默认今天）"


def today() -> date:
    """今天: in Beijing."""
    return (datetime.now(UTC) + BEIJING).date()


class Parser(argparse.ArgumentParser):
    """参数解析: usage errors in Chinese, exit code 2."""

    def error(self, message: str) -> NoReturn:
        """用法错误: say how to get help."""
        self.exit(2, f"用法有误：{_chinese(message)}\n查看用法：{self.prog} --help\n")


def _chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少参数"),
        ("unrecognized arguments:", "不认识的参数"),
        ("not allowed with argument", "不能同时使用"),
        ("invalid choice:", "没有这个选项"),
        ("choose from", "可选"),
        ("expected one argument", "需要一个值"),
        ("argument ", "参数 "),
    ):
        message = message.replace(english, chinese)
    return message


def a_date(text: str) -> date:
    """日期参数: 2021-10-20; a day that does not exist is a refused input, not a wrong call."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Problem(
            f"「{text}」不是存在的日期。", fix="请写成 2021-10-20 的形式并核对年月日。"
        )
        raise Refused([problem]) from None


def parser() -> Parser:
    """参数表: every command with its options."""
    top = Parser(prog="huiqi", description="惠企：从政策条文到企业账户的每一分钱。")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令", title="命令")

    def add(name: str, about: str) -> Parser:
        sub: Parser = commands.add_parser(name, help=about, description=about)
        sub.add_argument("--json", action="store_true", help="输出 JSON")
        return sub

    match = add("match", "一户企业能拿什么：结论、上限、理由、缺什么、差多少、最优组合")
    match.add_argument("firm", metavar="文件|信用代码", help="JSON、YAML、xlsx 或信用代码")
    match.add_argument("--on", metavar="日期", help=ON)
    explain = add("explain", "一个项目的全部条件、依据和金额算式")
    explain.add_argument("programme", metavar="项目编号")
    explain.add_argument("firm", metavar="文件")
    explain.add_argument("--on", metavar="日期", help=ON)
    sizes = add("size", "中小企业划型")
    about = "GB/T 4754-2017 代码或名称"
    sizes.add_argument("--industry", required=True, metavar="行业", help=about)
    for name in size.INDICATORS:
        label = size.LABELS[name]
        sizes.add_argument(f"--{name}", metavar=label, help=f"{label}（不写为未知）")
    shelf = add("library", "政策库：list 目录，show 一个项目，check 检查，facts 事实词典")
    shelf.add_argument("what", choices=("list", "show", "check", "facts"))
    shelf.add_argument("name", nargs="?", metavar="编号或文件夹")
    days = add("workdays", "中国工作日（含调休）")
    days.add_argument("start", metavar="起始日")
    how = days.add_mutually_exclusive_group()
    how.add_argument("--add", type=int, metavar="N", help="第 N 个工作日，起始日可算第一个")
    how.add_argument("--until", metavar="日期", help="数到这一天（首尾都算）")
    return top


def run(asked: argparse.Namespace) -> int:
    """执行: one command; Refused where its input cannot be used."""
    match asked.command:
        case "match":
            return firms.match(asked.firm, _on(asked), as_json=asked.json)
        case "explain":
            return firms.explain(asked.programme, asked.firm, _on(asked), as_json=asked.json)
        case "size":
            given = {key: getattr(asked, key) for key in ("industry", *size.INDICATORS)}
            return size.size(given, today(), as_json=asked.json)
        case "library":
            return library.library(asked.what, asked.name, today(), as_json=asked.json)
        case _:
            until = a_date(asked.until) if asked.until else None
            return workdays.workdays(a_date(asked.start), asked.add, until, as_json=asked.json)


def _on(asked: argparse.Namespace) -> date:
    return a_date(asked.on) if asked.on else today()


def main(arguments: Sequence[str] | None = None) -> int:
    """命令行入口: returns the exit code."""
    try:
        asked = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return run(asked)
    except Refused as refused:
        output.refuse(refused, as_json=asked.json)
        return 1
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough.
        sys.stderr.close()
        return 0
