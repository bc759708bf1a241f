"""查询命令的参数: of the commands that ask what firms may have; kept apart from what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from huiqi.cli.run import Commands

ON: Final = "按哪一天的政策和事实判断；不写为今天（北京时间）"
FILE: Final = "企业事实：JSON、YAML 或 xlsx 文件"
FIRM: Final = f"{FILE}；或统一社会信用代码"
ID: Final = "编号，见 huiqi library list"
CITY: Final = "连同本市自己发布的规则（城市须在运行）"
SOME: Final = f"{ID}；不写为全部"
INDICATORS: Final = (
    ("employees", "N", "从业人员（人）"),
    ("revenue", "YUAN", "上一年度营业收入（元），如 20000000 或 2000万"),
    ("assets", "YUAN", "资产总额（元）"),
)


def add_match(commands: Commands) -> None:
    """匹配: its arguments."""
    match = commands.add("match", "企业能享受什么：结论、上限、理由、还缺什么、最优组合")
    match.needed.add_argument(
        "firm", metavar="FILE|CREDIT_CODE", help=f"{FILE}；或统一社会信用代码"
    )
    match.options.add_argument("--on", metavar="DATE", help=ON)
    match.options.add_argument("--city", action="store_true", help=CITY)


def add_explain(commands: Commands) -> None:
    """解释: its arguments."""
    explain = commands.add("explain", "一个项目的全部条件、取值、依据和金额算式")
    explain.needed.add_argument(
        "programme", metavar="PROGRAMME", help="编号，见 huiqi library list"
    )
    explain.needed.add_argument("firm", metavar="FILE", help=FILE)
    explain.options.add_argument("--on", metavar="DATE", help=ON)
    explain.options.add_argument("--city", action="store_true", help=CITY)


def add_policy(commands: Commands) -> None:
    """政策: its arguments."""
    policy = commands.add("policy", "一项政策：状态、条件、算一算、历次版本、类似政策")
    policy.needed.add_argument("programme", metavar="PROGRAMME", help=ID)
    policy.options.add_argument(
        "--firm", metavar="FILE|CREDIT_CODE", help=f"{FIRM}；不写则条件都未知"
    )
    policy.options.add_argument("--on", metavar="DATE", help=ON)


def add_search(commands: Commands) -> None:
    """检索: its arguments."""
    search = commands.add("search", "查政策：名称、条款、问句、文号，拼音和错字也认")
    search.needed.add_argument("query", metavar="QUERY", help="如 贷款贴息，或 租厂房有补贴吗")
    search.options.add_argument("--limit", metavar="N", help="最多几项，1 至 50；不写为 10")


def add_size(commands: Commands) -> None:
    """划型: its arguments."""
    size = commands.add("size", "大中小微型企业划型，以及由哪项指标决定")
    industry = "GB/T 4754-2017 代码或名称，如 C39 或 零售业"
    size.options.add_argument("--industry", required=True, metavar="CODE", help=industry)
    for key, unit, label in INDICATORS:
        size.options.add_argument(f"--{key}", metavar=unit, help=f"{label}；不写为未知")
