"""群服务的数据权利: what a firm was told is part of the copy; names are part of the erasure."""

from __future__ import annotations

from huiqi.network.actions.erasure import erase_firm, erase_person
from huiqi.network.queries.copying import of_firm, of_person
from huiqi.rights import holdings


def register() -> None:
    """登记: with the rights to one's data."""
    holdings.register(holdings.Holding(of_person, of_firm, erase_person, erase_firm))
