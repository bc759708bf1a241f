"""网址的部分: whose result, of which day, which part of it; where a clause stands on its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from huiqi.policies import matching


def query_of(
    code: str,
    on: date,
    today: date,
    wanted: matching.Wanted = matching.EVERYTHING,
    programme: str = "",
) -> str:
    """网址的问号部分: the code, a day that is not today, the filters; empty for none of them.

    ``programme`` is the page that a question was asked from, to come back to.
    """
    kept: Iterable[tuple[str, str]] = [
        ("code", code),
        ("on", "" if on == today else on.isoformat()),
        ("from", wanted.payer),
        ("kind", wanted.kind),
        ("money", "1" if wanted.is_money_only else ""),
        ("policy", programme),
    ]
    told = urlencode([(key, value) for key, value in kept if value])
    return f"?{told}" if told else ""


def anchor(number: str) -> str:
    """锚点: of a clause on the page of its document, by its number."""
    return "c-" + re.sub(r"\s+", "-", number.strip())
