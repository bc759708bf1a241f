"""用法: an argument parser that speaks Chinese, in its help and in its errors."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import Final, NoReturn

from huiqi.rules.names import nearest

# What argparse says, in the order tried; \\1 and \\2 are what it names.
ERRORS: Final = (
    (r"the following arguments are required: (.*)", r"缺少 {}"),
    (r"unrecognized arguments: (.*)", r"不认识「{}」"),
    (r"argument (.*): not allowed with argument (.*)", r"{} 与 {} 只能用一个"),
    (r"argument (.*): expected one argument", r"{} 后面要写一个值"),
    (r"argument (.*): expected at least one argument", r"{} 后面至少要写一个值"),
    (r"argument (.*): ignored explicit argument (.*)", r"{} 后面不写值，得到 {}"),
    (r"argument .*: invalid choice: '?([^']*)'?.*", r"没有「{}」这个命令"),
)


class Help(argparse.HelpFormatter):
    """帮助格式: the heading of the usage line in Chinese."""

    def add_usage(
        self, usage: str | None, actions: object, groups: object, prefix: str | None = None
    ) -> None:
        """用法行: as argparse writes it, after «用法：»."""
        told = "用法：" if prefix is None else prefix
        super().add_usage(usage, actions, groups, told)  # type: ignore[arg-type]


class Parser(argparse.ArgumentParser):
    """参数解析: exit 2 with a Chinese sentence for a wrong call; words are never abbreviated."""

    def __init__(self, *, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=Help,
        )
        self.needed = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示这份说明")
        self.commands: dict[str, Parser] = {}

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """读取参数: words may stand between the options, also one that may be left out.

        Until Python 3.13 such a word is taken to be left out as soon as an option follows the
        words before it; it comes back as one too many, and is put where it belongs.
        """
        found, rest = super().parse_known_args(args, namespace)
        for action in self._actions:
            free = action.nargs == "?" and not action.option_strings
            if free and rest and getattr(found, action.dest) is None and rest[0][:1] != "-":
                setattr(found, action.dest, rest.pop(0))
        return found, rest

    def error(self, message: str) -> NoReturn:
        """用法错误: what is wrong, what was probably meant, how to get help."""
        self.exit(2, f"用法有误：{self._told(message)}\n查看用法：{self.prog} --help\n")

    def _told(self, message: str) -> str:
        for pattern, chinese in ERRORS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                return f"{chinese.format(*match.groups())}。{self._hint(match.groups()[-1])}"
        return message

    def _hint(self, wrong: str) -> str:
        """What was probably meant; an option of a subcommand is refused by the parser above it."""
        first, known = re.split("[ =]", wrong)[0], list(self.vocabulary())
        hint = "" if first in known else nearest(first, known)
        return f"是否为「{hint}」？" if hint else ""

    def vocabulary(self) -> Iterator[str]:
        """可用的词: commands and options, of this parser and of those below it."""
        for action in self._actions:
            yield from action.option_strings
        for name, below in self.commands.items():
            yield name
            yield from below.vocabulary()
