"""名单的参数: kept apart from the command, which brings the whole engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli.asking import ID

if TYPE_CHECKING:
    from huiqi.cli.run import Commands


def add_to(commands: Commands) -> None:
    """参数: of ``huiqi roster``."""
    sub = commands.add("roster", "企业名单：一个项目，哪些企业符合、可能符合、差一步，附理由")
    sub.needed.add_argument("programme", metavar="PROGRAMME", help=ID)
    given = "名册，Parquet，每行一户；不写取本市最近的全市名册"
    sub.needed.add_argument("population", nargs="?", metavar="POPULATION", help=given)
    kind = sub.options.add_mutually_exclusive_group()
    kind.add_argument("--near", action="store_true", help="列只差一步的，附差的是哪一步")
    kind.add_argument("--possible", action="store_true", help="列可能符合的，附还缺哪些事实")
    day = "按哪一天判断；不写为今天，取本市的为名册那一天"
    sub.options.add_argument("--on", metavar="DATE", help=day)
    sub.options.add_argument("--out", metavar="FILE.xlsx", help="写进这个新的 Excel 文件")
    sub.options.add_argument(
        "--snapshots", metavar="DIR", help="列存快照放在哪里；不写为用户的缓存文件夹"
    )
