"""答复期限: how many working days an answer about one's data may take, and on what basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True)
class Promise:
    """期限: ``days`` working days from the next day, for what is asked on ``since`` or later."""

    since: date
    days: int
    basis: str
    unverified: bool = False


# The law says «in time» and gives no number: the days are the city's own promise.
PROMISES: Final = (
    Promise(date(1949, 10, 1), 15, "本市自定的答复期限，原文待核", unverified=True),
    Promise(
        date(2021, 11, 1),
        15,
        "《个人信息保护法》第四十四条至第五十条，2021年11月1日起施行；"
        "法律只要求及时答复，15 个工作日为本市自定，待核",
        unverified=True,
    ),
)


def promise_on(day: date) -> Promise:
    """适用的期限: for what is asked on ``day``."""
    return max((one for one in PROMISES if one.since <= day), key=lambda one: one.since)
