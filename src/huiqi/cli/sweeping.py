"""全库匹配的参数: kept apart from the command, which brings the whole engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huiqi.cli.run import Commands


def add_to(commands: Commands) -> None:
    """参数: of ``huiqi sweep``."""
    sub = commands.add("sweep", "全库匹配：一份名册对全部项目，户数、金额、缺什么、哪些区和行业")
    given = "名册，Parquet，每行一户；与 --city 二选一"
    sub.needed.add_argument("population", nargs="?", metavar="POPULATION", help=given)
    city = "名册取自本市数据库里在库的企业，按现在所知的事实和本市发布的规则"
    sub.options.add_argument("--city", action="store_true", help=city)
    sub.options.add_argument("--out", metavar="DIR", help="结果写进这个新文件夹")
    since = "与 --city 一起：不写文件夹，只把本市的匹配表更新到现在（上次以来变化的企业和项目）"
    sub.options.add_argument("--since", action="store_true", help=since)
    table = "与 --city 一起：更新匹配表，再全部重算一遍对照，列出不同之处（应当没有）"
    sub.options.add_argument("--table", action="store_true", help=table)
    sub.options.add_argument("--on", metavar="DATE", help="按哪一天判断；不写为今天（北京时间）")
    sub.options.add_argument(
        "--programmes", nargs="+", default=[], metavar="PROGRAMME", help="只匹配这些；不写为全部"
    )
    engine = "bitmap（位图，默认）、duckdb（独立核对）或 spark（集群，同一个位图内核）"
    sub.options.add_argument("--engine", default="bitmap", metavar="NAME", help=engine)
    master = "spark 的集群，如 spark://主机:7077、yarn、local[4]；不写按 Spark 的设置或本机"
    sub.options.add_argument("--master", metavar="URL", help=master)
    sub.options.add_argument("--processes", metavar="N", help="几个进程；不写为处理器的核数")
    sub.options.add_argument(
        "--snapshots", metavar="DIR", help="列存快照放在哪里；不写为用户的缓存文件夹"
    )
