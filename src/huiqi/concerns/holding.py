"""诉求的数据权利: what was asked is part of the copy; contacts are part of the erasure."""

from __future__ import annotations

from huiqi.concerns.actions.erasure import erase_firm, erase_person
from huiqi.concerns.queries.copying import of_firm, of_person
from huiqi.rights import holdings


def register() -> None:
    """登记: with the rights to one's data."""
    holdings.register(holdings.Holding(of_person, of_firm, erase_person, erase_firm))
