"""保存期: how long the name and the contact of an objector are kept, and on what basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True)
class Keeping:
    """保存期: ``days`` after an objection is settled, for what is settled on ``since`` or later."""

    since: date
    days: int
    basis: str
    unverified: bool = False

    @property
    def span(self) -> timedelta:
        """时长: from the moment it was settled."""
        return timedelta(days=self.days)


# No instrument gives a number: as long as somebody may still go to court over the answer, whoever
# answered may have to show whom. The days are the city's own.
KEEPINGS: Final = (
    Keeping(date(1949, 10, 1), 180, "本市自定的保存期，待核", unverified=True),
    Keeping(
        date(2021, 11, 1),
        180,
        "《个人信息保护法》第十九条、第四十七条：保存期为实现处理目的所必要的最短时间，"
        "期满删除；180 天对应《行政诉讼法》第四十六条的六个月起诉期限，为本市自定，待核",
        unverified=True,
    ),
)


def keeping_on(day: date) -> Keeping:
    """适用的保存期: for what was settled on ``day``."""
    return max((one for one in KEEPINGS if one.since <= day), key=lambda one: one.since)
