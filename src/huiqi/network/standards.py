"""群服务的标准: how long each step may take, since when, and who says so.

One row for each day on which something changed. Where a source gives no number, the number is
the city's own choice and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

CHOICES: Final = (
    "转介 3 个工作日内联系企业：2020年3月首席企业服务专员制度「其他 3 个工作日答复」（报载）；"
    "无事不扰 30 天、无专员 3 个工作日内指定、交接 3 个工作日内接手、90 天没有联系列入名单、"
    "承诺到期前 2 个工作日提醒为本市自定；均待核"
)


@dataclass(frozen=True)
class Standard:
    """服务标准: of what is counted from ``since`` on.

    ``quiet`` and ``silent`` are calendar days: between two visits of whichever department
    without a reason; without any contact until a firm is on the office's list. ``weight_most``
    is what one commissioner is to carry, a firm of the city counting 3, of a district 2, else 1.
    The rest are working days.
    """

    since: date
    basis: str
    unverified: bool = True
    quiet: int = 30
    silent: int = 90
    assign: int = 3
    accept: int = 3
    refer: int = 3
    ahead: int = 2
    promise_most: int = 365
    plan_most: int = 365
    weight_most: int = 60


STANDARDS: Final = (Standard(date(1949, 10, 1), CHOICES),)


def standard_on(day: date, standards: tuple[Standard, ...] = STANDARDS) -> Standard:
    """适用的标准: on a day; LookupError before the first."""
    known = [one for one in standards if one.since <= day]
    if not known:
        raise LookupError(f"{day} 还没有群服务的标准")
    return max(known, key=lambda one: one.since)
