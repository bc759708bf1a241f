"""企业样貌: kinds of firms as a city has them, with the ranges of their figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Range = tuple[float, float]


@dataclass(frozen=True)
class Archetype:
    """样貌: how many such firms there are (of a thousand), and what they are like.

    ``staff`` are people, ``per_head`` revenue in yuan of one of them a year, ``growth`` a
    year, ``rd`` the share of revenue spent on research (None: none is done), ``titles`` the
    chance of each title.
    """

    trade: str
    word: str
    industries: tuple[str, ...]
    weight: int
    staff: Range
    per_head: Range
    growth: Range
    rd: Range | None = None
    titles: tuple[tuple[str, float], ...] = ()
    kind: str = "enterprise"
    in_park: float = 0.0
    borrows: float = 0.3


ARCHETYPES: Final = (
    Archetype(
        "小店", "商行", ("5212", "5291"), 140, (1, 6), (80_000, 400_000), (-0.1, 0.1),
        kind="sole_trader", borrows=0.05,
    ),
    Archetype(
        "餐馆", "餐饮店", ("6210",), 80, (2, 14), (90_000, 260_000), (-0.2, 0.15),
        kind="sole_trader", borrows=0.05,
    ),
    Archetype(
        "贸易", "贸易有限公司", ("5179", "5164"), 120, (3, 40), (500_000, 4_000_000), (-0.1, 0.2),
    ),
    Archetype(
        "初创科技", "科技有限公司", ("6513", "7320"), 150, (4, 28), (60_000, 500_000), (-0.1, 0.8),
        rd=(0.1, 0.6), titles=(("tech_sme", 0.5), ("high_tech_enterprise", 0.15)), in_park=0.5,
    ),
    Archetype(
        "软件", "软件有限公司", ("6511", "6513"), 130, (15, 220), (250_000, 700_000), (-0.05, 0.4),
        rd=(0.06, 0.25),
        titles=(("tech_sme", 0.4), ("high_tech_enterprise", 0.55), ("innovative_sme", 0.3)),
        in_park=0.4,
    ),
    Archetype(
        "传感与仪器", "传感技术有限公司", ("4011", "3983"), 110, (25, 260),
        (350_000, 900_000), (0.0, 0.35), rd=(0.03, 0.12),
        titles=(
            ("tech_sme", 0.3), ("high_tech_enterprise", 0.7), ("innovative_sme", 0.4),
            ("srdi", 0.3), ("little_giant", 0.06),
        ),
        in_park=0.5, borrows=0.5,
    ),
    Archetype(
        "装备制造", "智能装备有限公司", ("3490", "3569"), 100, (60, 700),
        (450_000, 1_200_000), (-0.05, 0.25), rd=(0.03, 0.08),
        titles=(("high_tech_enterprise", 0.7), ("srdi", 0.35), ("little_giant", 0.08)),
        in_park=0.2, borrows=0.6,
    ),
    Archetype(
        "电子制造", "电子有限公司", ("3970", "3824"), 90, (120, 1_800),
        (500_000, 1_500_000), (-0.1, 0.2), rd=(0.01, 0.05),
        titles=(("high_tech_enterprise", 0.4), ("single_champion", 0.03)), borrows=0.6,
    ),
    Archetype(
        "专业服务", "企业服务有限公司", ("7299", "7452"), 60, (5, 90),
        (150_000, 450_000), (-0.05, 0.2),
    ),
    Archetype(
        "建筑", "建设工程有限公司", ("4710",), 20, (30, 500), (600_000, 2_000_000), (-0.2, 0.2),
        borrows=0.5,
    ),
)  # fmt: skip

# People of 罗湖 trade, of 龙岗 and 宝安 make things, of 南山 write software: shares of each.
DISTRICTS: Final = (
    ("440303", 9), ("440304", 10), ("440305", 17), ("440306", 18), ("440307", 16),
    ("440308", 3), ("440309", 11), ("440310", 6), ("440311", 7), ("440312", 2), ("440313", 1),
)  # fmt: skip
