"""规则草稿的参数: what «huiqi policy draft» may be asked; what it does is in ``draft``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from huiqi.cli.run import Commands

POLICY_DRAFT: Final = "policy draft"
ID: Final = "编号，见 huiqi library list"
ABOUT: Final = (
    ("check", "只检查文件，不上传：问题、案例、和现行规则的差异"),
    ("upload", "上传为草稿；已有在办的就改那一版"),
    ("show", "在办的一版：问题、案例、差异、影响"),
    ("effect", "现在就算对每家企业的影响；中断的接着算"),
    ("submit", "提交复核"),
    ("publish", "复核并发布；须由没有写过这一稿的另一个人"),
    ("return", "退回修改"),
)


def grouped(argv: Sequence[str]) -> list[str]:
    """归并: «policy draft» is one command, for «policy» alone is given a programme."""
    words = list(argv)
    return [POLICY_DRAFT, *words[2:]] if words[:2] == POLICY_DRAFT.split() else words


def add_policy_draft(commands: Commands) -> None:
    """加入命令: one subcommand for each step of a draft."""
    draft = commands.add(POLICY_DRAFT, "规则草稿：检查、上传、算影响、复核发布", answers=False)
    shelf = type(commands)(draft, "what")
    for name, about in ABOUT:
        sub = shelf.add(name, about)
        sub.needed.add_argument(
            "programme", metavar="PROGRAMME", help="编号，见 huiqi library list"
        )
        if name in {"check", "upload"}:
            sub.needed.add_argument("rules", metavar="RULES", help="rules.yaml 文件")
            cases = "cases.yaml 文件；不写为现行的案例"
            sub.options.add_argument("--cases", metavar="FILE", help=cases)
            sub.options.add_argument("--from", dest="from_on", metavar="DATE", help="自何日起施行")
        if name == "upload":
            sub.options.add_argument("--why", metavar="TEXT", help="改了什么，为什么改")
        if name == "return":
            sub.options.add_argument("--remark", required=True, metavar="TEXT", help="哪里要改")
