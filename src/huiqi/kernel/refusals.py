"""拒绝: why something was not done, in sentences for a person; all of them, never the first."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """拒绝: what was asked cannot be done; ``problems`` says why, one sentence each."""

    def __init__(self, problems: Iterable[object]) -> None:
        # Said now, in the language of whoever asked.
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__("；".join(self.problems))


class Denied(Refused):
    """无权: this actor may not do it; the sentence says who may."""


class WrongState(Refused):
    """状态不符: the object has moved on meanwhile, so this move is no longer open."""
