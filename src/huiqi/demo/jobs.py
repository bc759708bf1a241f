"""待办的一行: how the to-dos of the demonstration city are written.

A line says for whom (a person, or an office and a role in it), what, why, by when, and what
became of it. Days are of 2021; a deadline is the closing hour of its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Job:
    """一件待办: ``whom`` is a username, or «body:role» (role empty: everybody there).

    ``taken_by`` is who took it on; ``done`` the day it was done, empty for what is open.
    """

    whom: str
    text: str
    note: str
    opened: str
    due: str = ""
    url: str = ""
    verb: str = ""
    by_hand: bool = False
    taken_by: str = ""
    done: str = ""


def policy(programme: str) -> str:
    """政策页: where its clauses stand."""
    return f"/policies/{programme}/"


UPGRADE: Final = policy("shenzhen.technical_upgrade")
SRDI: Final = policy("shenzhen.srdi")
INTEREST: Final = policy("shenzhen.interest_subsidy")
RENT: Final = policy("shenzhen_longgang.park_rent")
