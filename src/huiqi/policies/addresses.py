"""网址的问号部分: whose result, of which day, and which part of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from huiqi.policies import matching


def query_of(
    code: str, on: date, today: date, wanted: matching.Wanted = matching.EVERYTHING
) -> str:
    """网址的问号部分: the code, a day that is not today, the filters; empty for none of them."""
    kept: Iterable[tuple[str, str]] = [
        ("code", code),
        ("on", "" if on == today else on.isoformat()),
        ("from", wanted.payer),
        ("kind", wanted.kind),
        ("money", "1" if wanted.is_money_only else ""),
    ]
    told = urlencode([(key, value) for key, value in kept if value])
    return f"?{told}" if told else ""
