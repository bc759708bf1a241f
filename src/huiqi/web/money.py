"""金额写法: what people read; always rounded down, so that a ceiling never grows by being shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiqi.kernel.days import is_english
from huiqi.kernel.money import exact

WAN: Final = 1_000_000  # 分 in 万元
YI: Final = 10_000_000_000  # 分 in 亿元


@dataclass(frozen=True)
class Shown:
    """写法: the figure and its unit as shown, and the exact yuan for hover and print."""

    figure: str
    unit: str
    exact: str
    value: str


def shown(fen: int, *, unit: str = "") -> Shown:
    """写法: 万元 with two decimals from ten thousand yuan on, else 元; ``unit`` forces one.

    In English, which counts in no tens of thousands, always yuan.

    ``value`` is the machine-readable amount in yuan with two decimals.
    """
    yuan, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    value = f"{sign}{yuan}.{rest:02d}"
    if is_english():
        figure = f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"
        return Shown(sign + figure, "yuan", exact(fen), value)
    unit = unit or ("万元" if abs(fen) >= WAN else "元")
    if unit == "元":
        figure = f"{yuan:,}" if not rest else f"{yuan:,}.{rest:02d}"
    else:
        whole, part = divmod(abs(fen), {"万元": WAN, "亿元": YI}[unit])
        figure = f"{whole:,}.{part * 100 // {'万元': WAN, '亿元': YI}[unit]:02d}"
    return Shown(sign + figure, unit, exact(fen), value)
