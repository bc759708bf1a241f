"""关注的数据权利: what is followed is part of the copy, and of the erasure, of who follows it."""

from __future__ import annotations

from huiqi.follow.actions.erasure import erase_firm, erase_person
from huiqi.follow.queries.copying import of_firm, of_person
from huiqi.rights import holdings


def register() -> None:
    """登记: with the rights to one's data."""
    holdings.register(holdings.Holding(of_person, of_firm, erase_person, erase_firm))
