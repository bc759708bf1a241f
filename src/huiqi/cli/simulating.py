"""政策沙盘的参数: kept apart from the command, which brings the whole engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiqi.cli.asking import ID

if TYPE_CHECKING:
    from huiqi.cli.run import Commands


def add_to(commands: Commands) -> None:
    """参数: of ``huiqi simulate``."""
    about = "政策沙盘：改参数或换一份规则，谁新符合、谁不再符合、费用多少"
    sub = commands.add("simulate", about)
    sub.needed.add_argument("programme", metavar="PROGRAMME", help=ID)
    given = "名册，Parquet，每行一户；与 --city 二选一"
    sub.needed.add_argument("population", nargs="?", metavar="POPULATION", help=given)
    city = "名册取自本市数据库里在库的企业，按现在所知的事实和本市发布的规则"
    sub.options.add_argument("--city", action="store_true", help=city)
    setting = "改一个参数，如 rate=40%%、annual_cap=30万元；可以写多次"
    sub.options.add_argument(
        "--set", dest="settings", action="append", default=[], metavar="PARAM=VALUE", help=setting
    )
    draft = "规则草稿：rules.yaml 或项目文件夹；不写为现行规则"
    sub.options.add_argument("--draft", metavar="FILE|FOLDER", help=draft)
    other = "另一份规则草稿，与这一份和现行规则都比"
    sub.options.add_argument("--compare", metavar="FILE|FOLDER", help=other)
    share = "符合的企业有多少来申请，如 60%%；不写为全部"
    sub.options.add_argument("--take-up", default="100%", metavar="SHARE", help=share)
    years = "测算几个预算年度，1 至 10；不写为 1"
    sub.options.add_argument("--years", metavar="N", help=years)
    sub.options.add_argument("--on", metavar="DATE", help="按哪一天判断；不写为今天（北京时间）")
    out = "受影响的全部企业写进这个新文件：.xlsx 或 .csv"
    sub.options.add_argument("--out", metavar="FILE", help=out)
    sub.options.add_argument(
        "--snapshots", metavar="DIR", help="列存快照放在哪里；不写为用户的缓存文件夹"
    )
