"""出口的答复: what is said when something was not taken; never an address, never a key."""

from __future__ import annotations


class NotTaken(Exception):
    """没有收下: the outbox keeps the sentence and tries again."""


class Gone(NotTaken):
    """已经没有了: the robot was removed, the number given up; whoever tries again tries in vain."""
