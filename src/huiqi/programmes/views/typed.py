"""写来的数: numbers, amounts, days and moments as people write them; None where it is no such."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Refused
from huiqi.programmes.enums import FindingResult

LONGEST_NUMBER: Final = 18  # digits, so that a row's number stays one that the database can look up
MOST_YUAN: Final = 10**15
# Outside of these a day is a slip of the hand, and some are beyond what a zone can shift.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


def number_in(text: str) -> int | None:
    """整数: of plain digits."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < LONGEST_NUMBER
    return int(digits) if is_number else None


def fen_in(text: str) -> int | None:
    """金额: in 分, of yuan as they are written; never rounded."""
    try:
        yuan = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    if not yuan.is_finite() or abs(yuan) >= MOST_YUAN:
        return None
    fen = yuan * 100
    return int(fen) if fen == int(fen) else None


def day_in(text: str) -> date | None:
    """日期: as a browser or a person writes it."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def moment_in(text: str) -> datetime | None:
    """时刻: in the city, to the minute."""
    try:
        found = datetime.fromisoformat(text.strip().replace("T", " "))
    except ValueError:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.replace(tzinfo=CITY) if found.tzinfo is None else found.astimezone(CITY)


def names_in(text: str) -> list[str]:
    """姓名: that stand beside one another with commas, Chinese or not, between them."""
    return text.replace("，", "、").replace(",", "、").split("、")


def result_in(text: str) -> FindingResult:
    """核查结果: Refused where none was picked."""
    if text not in FindingResult.values:
        raise Refused([_("请选符合、不符合或不能确定")])
    return FindingResult(text)
