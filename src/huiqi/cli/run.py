"""命令行入口: reads the words, runs one command, turns refusals into sentences.

Exit 0 for every answer (no, unknown and not covered are answers), 1 for input that cannot be
used, with all reasons on standard error, 2 for a call that is not one of the commands.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from huiqi import __version__
from huiqi.cli import (
    account,
    asking,
    concerns,
    ledger_tools,
    notices,
    output,
    payments,
    rostering,
    simulating,
    sweeping,
)
from huiqi.cli.asking import CITY, ID, ON, SOME
from huiqi.cli.drafting import add_policy_draft, grouped
from huiqi.cli.usage import Parser
from huiqi.rules.problems import Problem, Refused, unreadable


class Commands:
    """命令组: adds commands to a parser; each remembers its own name."""

    def __init__(self, above: Parser, name: str) -> None:
        self.above, self.name = above, name
        self.found = above.add_subparsers(
            title="命令", dest=name, required=True, metavar="COMMAND", parser_class=Parser
        )

    def add(self, name: str, about: str, *, answers: bool = True) -> Parser:
        """加入命令: with --json where it answers itself rather than through a subcommand."""
        sub: Parser = self.found.add_parser(name, help=about, description=f"{about}。")
        self.above.commands[name] = sub
        if answers:
            sub.options.add_argument("--json", action="store_true", help="输出 JSON")
        return sub


@cache
def parser() -> Parser:
    """参数表: every command with its arguments and options; made once, it keeps nothing."""
    top = Parser(prog="huiqi", description="惠企：一户企业能享受哪些政策，为什么，最高多少。")
    version = f"huiqi {__version__}"
    top.options.add_argument("--version", action="version", version=version, help="显示版本")
    commands = Commands(top, "command")
    commands.add("start", "启动整座城市：数据库、网页、后台任务")
    commands.add("inspect", "自检：设置、数据库、邮件服务器是否可用")
    commands.add("upgrade", "不停机换上这一版：更新数据库结构，再由新进程接替")
    asking.add_match(commands)
    asking.add_explain(commands)
    asking.add_policy(commands)
    add_policy_draft(commands)
    asking.add_search(commands)
    asking.add_size(commands)
    sweeping.add_to(commands)
    simulating.add_to(commands)
    rostering.add_to(commands)
    _add_library(commands)
    _add_matters(commands)
    _add_open(commands)
    _add_workdays(commands)
    _add_audit(commands)
    _add_ledger(commands)
    _add_backup(commands)
    _add_register(commands)
    payments.add_to(commands)
    account.add_to(commands)
    notices.add_to(commands)
    concerns.add_to(commands)
    follow = commands.add("follow", "关注：再判断等候的条件，告知变化和期限", answers=False)
    Commands(follow, "what").add("check", "现在就做后台任务做的事；已经告知的不再告知")
    return top


def _add_library(commands: Commands) -> None:
    library = commands.add("library", "政策库：目录、项目、检查、事实词典", answers=False)
    shelf = Commands(library, "what")
    shelf.add("list", "列出全部项目和版本")
    show = shelf.add("show", "一个项目的版本、参数、条件和核查事项")
    show.needed.add_argument("programme", metavar="PROGRAMME", help=ID)
    check = shelf.add("check", "检查全部政策文件，运行全部案例")
    path = "政策库或其中一个项目的文件夹；不写为随附的政策库"
    check.needed.add_argument("path", nargs="?", metavar="PATH", help=path)
    check.options.add_argument("--city", action="store_true", help=CITY)
    shelf.add("facts", "可以写进企业文件的全部事实")
    cover = shelf.add("coverage", "每项条款在每个版本是否都有满足、不满足、未知的案例")
    cover.needed.add_argument("programme", nargs="*", metavar="PROGRAMME", help=SOME)
    mutate = shelf.add("mutate", "把数字、比较和条款逐一改动，案例能发现多少")
    mutate.needed.add_argument("programme", nargs="*", metavar="PROGRAMME", help=SOME)
    mutate.options.add_argument(
        "--at-least", metavar="PERCENT", help="检出率低于百分之几时以 1 退出"
    )
    new = shelf.add("new", "回答几个问题，写出一个新项目的文件夹")
    new.options.add_argument("--into", metavar="PATH", help="写进哪个政策库；不写为随附的政策库")
    diff = shelf.add("diff", "两个版本有什么变化，对谁，影响多少户")
    side = "政策库或项目的文件夹，或「项目@日期」"
    diff.needed.add_argument("before", metavar="A", help=f"前一版：{side}")
    diff.needed.add_argument("after", metavar="B", help=f"后一版：{side}")
    diff.options.add_argument("--on", metavar="DATE", help=f"文件夹{ON}")
    diff.options.add_argument(
        "--firms", metavar="FILE", help="看对这些企业的影响：JSON、YAML、xlsx 或 Parquet 名册"
    )
    audit = shelf.add("sql", "一个项目的规则写成 SQL，供审计用自己的数据库核对", answers=False)
    audit.set_defaults(json=False)  # what it answers is a text of its own
    audit.needed.add_argument("programme", metavar="PROGRAMME", help=ID)
    dialect = "哪种数据库：spark（默认）、duckdb、postgres"
    audit.options.add_argument("--dialect", default="spark", metavar="NAME", help=dialect)
    audit.options.add_argument("--on", metavar="DATE", help=ON)
    unverified = shelf.add("unverified", "尚未核对原文的数字，牵涉金额大的在前")
    unverified.options.add_argument("--top", metavar="N", help="只列前 N 个")


def _add_matters(commands: Commands) -> None:
    matters = commands.add("matters", "办事：企业开办、迁址、认定、上市等各要哪几步", answers=False)
    shelf = Commands(matters, "what")
    shelf.add("list", "列出全部事项")
    show = shelf.add("show", "一件事的步骤、材料、时限、依据和日期")
    show.needed.add_argument("matter", metavar="MATTER", help="编号，见 huiqi matters list")
    show.options.add_argument("--start", metavar="DATE", help="哪天开始办；不写为今天（北京时间）")


def _add_open(commands: Commands) -> None:
    data = commands.add("open", "开放数据：政策、规则、文件、日历", answers=False)
    export = Commands(data, "what").add("export", "把最新一版全部导出：CSV、JSON 和目录")
    export.needed.add_argument("folder", metavar="DIR", help="新的或空的文件夹")


def _add_workdays(commands: Commands) -> None:
    days = commands.add("workdays", "中国工作日（含调休）；只写起始日时，回答当天是否工作日")
    days.needed.add_argument("start", metavar="START", help="如 2021-10-08")
    how = days.options.add_mutually_exclusive_group()
    how.add_argument("--add", metavar="N", help="第 N 个工作日；起始日若是工作日即第 1 个")
    how.add_argument("--until", metavar="DATE", help="到这一天有几个工作日，首尾都算")


def _add_audit(commands: Commands) -> None:
    audit = commands.add("audit", "审计：核验记录没有被改动", answers=False)
    verify = Commands(audit, "what").add("verify", "核对审计记录、封存、锚点和上传的文件")
    verify.options.add_argument(
        "--against", metavar="BACKUP", help="再与一个备份里的最后一个封存核对"
    )


def _add_ledger(commands: Commands) -> None:
    ledger = commands.add(
        "ledger", "账本：核验、看板、预算单、年终结转、抽样、一户扶持", answers=False
    )
    ledger_tools.add_to(Commands(ledger, "what"))


def _add_backup(commands: Commands) -> None:
    for name, about in (
        ("backup", "把数据库和上传的文件备份成一个文件"),
        ("restore", "从备份恢复到空的数据库，逐表核对"),
    ):
        sub = commands.add(name, about)
        sub.needed.add_argument("file", metavar="FILE", help="备份文件，如 huiqi.tar")
    commands.add("drill", "演练：备份，恢复到临时数据库，逐表核对")


def _add_register(commands: Commands) -> None:
    register = commands.add("register", "名册：导入许多企业的事实，或撤销一次导入", answers=False)
    shelf = Commands(register, "what")
    one = shelf.add("import", "导入名册：CSV、xlsx 或 Parquet")
    one.needed.add_argument("file", metavar="FILE", help="一行一家，列名为事实的键或中文名称")
    one.options.add_argument("--dry-run", action="store_true", help="只检查和计数，不改动任何数据")
    source = "谁提供的：registry、tax、social_insurance 等；不写为市场监管登记"
    one.options.add_argument("--source", metavar="SOURCE", default="registry", help=source)
    one.options.add_argument("--as-of", metavar="DATE", help="数据截至哪一天；不写为今天")
    one.options.add_argument("--force", action="store_true", help="同一份文件再导入一次")
    undo = shelf.add("undo", "撤销一次导入，恢复原来的事实")
    undo.needed.add_argument("number", metavar="IMPORT", help="导入完成时显示的编号")


def run(asked: argparse.Namespace) -> int:
    """执行: one command; Refused where its input cannot be used."""
    # Each command is imported when it is asked for: the calendar needs no policy engine.
    match asked.command:
        case "start":
            from huiqi.cli.start import start

            return start()
        case "inspect":
            from huiqi.cli.inspect import inspect

            return inspect(as_json=asked.json)
        case "upgrade":
            from huiqi.cli.upgrade import upgrade

            return upgrade(as_json=asked.json)
        case "match":
            from huiqi.cli.match import match

            return match(asked.firm, asked.on, of_city=asked.city, as_json=asked.json)
        case "explain" | "policy":
            return _programme(asked)
        case "policy draft":
            from huiqi.cli.draft import draft

            return draft(asked)
        case "search":
            from huiqi.cli.search import search

            return search(asked.query, asked.limit, as_json=asked.json)
        case "size" | "sweep" | "simulate" | "roster":
            return _size(asked) if asked.command == "size" else _of_register(asked)
        case "library":
            return _library(asked)
        case "matters":
            return _matters(asked)
        case "open":
            from huiqi.cli.open import export

            return export(asked.folder, as_json=asked.json)
        case "backup" | "restore" | "drill":
            return _keep(asked)
        case "audit" | "follow" | "ledger":
            return _city(asked)
        case "register" | "payments" | "account" | "notice" | "concerns":
            return _office(asked)
        case _:
            from huiqi.cli.workdays import workdays

            return workdays(asked.start, asked.add, asked.until, as_json=asked.json)


def _office(asked: argparse.Namespace) -> int:
    runs = {
        "payments": payments.run,
        "account": account.run,
        "notice": notices.run,
        "concerns": concerns.run,
    }
    return runs.get(asked.command, _register)(asked)


def _city(asked: argparse.Namespace) -> int:
    from huiqi.cli.city import verify_audit
    from huiqi.cli.follow import check

    if asked.command == "follow":
        return check(as_json=asked.json)
    if asked.command == "ledger":
        return ledger_tools.run(asked)
    return verify_audit(asked.against, as_json=asked.json)


def _programme(asked: argparse.Namespace) -> int:
    if asked.command == "policy":
        from huiqi.cli.policy import policy

        return policy(asked.programme, asked.firm, asked.on, as_json=asked.json)
    from huiqi.cli.explain import explain

    return explain(asked.programme, asked.firm, asked.on, of_city=asked.city, as_json=asked.json)


def _size(asked: argparse.Namespace) -> int:
    from huiqi.cli.given import today
    from huiqi.cli.size import size

    keys = ("industry", "employees", "revenue", "assets")
    return size({key: getattr(asked, key) for key in keys}, today(), as_json=asked.json)


def _of_register(asked: argparse.Namespace) -> int:
    # The module has the command's name; only that one is imported.
    return int(import_module(f"huiqi.cli.{asked.command}").run(asked))


def _matters(asked: argparse.Namespace) -> int:
    from huiqi.cli import matters

    if asked.what == "list":
        return matters.list_matters(as_json=asked.json)
    return matters.show(asked.matter, asked.start, as_json=asked.json)


def _keep(asked: argparse.Namespace) -> int:
    from huiqi.cli import keep

    if asked.command == "drill":
        return keep.drill(as_json=asked.json)
    command = keep.backup if asked.command == "backup" else keep.restore
    return command(asked.file, as_json=asked.json)


def _register(asked: argparse.Namespace) -> int:
    from huiqi.cli import register

    if asked.what == "undo":
        return register.undo(asked.number, as_json=asked.json)
    return register.import_file(
        *(asked.file, asked.source, asked.as_of),
        dry_run=asked.dry_run,
        forced=asked.force,
        as_json=asked.json,
    )


def _library(asked: argparse.Namespace) -> int:
    from huiqi.cli import library

    match asked.what:
        case "list":
            return library.list_programmes(as_json=asked.json)
        case "show":
            return library.show(asked.programme, as_json=asked.json)
        case "check":
            return library.check(asked.path, of_city=asked.city, as_json=asked.json)
        case "coverage":
            from huiqi.cli.review import cover

            return cover(asked.programme, as_json=asked.json)
        case "mutate":
            from huiqi.cli.review import mutate

            return mutate(asked.programme, asked.at_least, as_json=asked.json)
        case "new":
            from huiqi.cli.new import new

            return new(asked.into, as_json=asked.json)
        case "diff":
            from huiqi.cli.compare import diff

            return diff(asked.before, asked.after, asked.on, asked.firms, as_json=asked.json)
        case "sql":
            return library.sql(asked.programme, asked.dialect, asked.on)
        case "unverified":
            from huiqi.cli.review import unverified

            return unverified(asked.top, as_json=asked.json)
        case _:
            return library.facts(as_json=asked.json)


def main(argv: Sequence[str] | None = None) -> int:
    """命令行入口: the exit code; ``argv`` without the program's name, default that of the shell."""
    output.ready()
    try:
        asked = parser().parse_args(grouped(sys.argv[1:] if argv is None else argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        code = run(asked)
        sys.stdout.flush()
    except Refused as refused:
        output.refuse(refused, as_json=asked.json)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not flush into the pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        problem = unreadable(error, str(error.filename or ""))
        output.refuse(Refused([problem]), as_json=asked.json)
        return 1
    except RecursionError:
        problem = Problem("内容里括号嵌套得太深。", fix="请按示例的形式写一户或若干户的事实。")
        output.refuse(Refused([problem]), as_json=asked.json)
        return 1
    return code
