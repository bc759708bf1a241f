"""问题: what is wrong with an input, why, and what to do; always all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """问题: one thing that is wrong, for a person to mend.

    ``what`` says what is wrong, ``why`` why it is refused, ``fix`` what to do about it.
    ``line`` is 1-based (0: the input has no lines); ``key`` names the fact or field.
    """

    what: str
    why: str = ""
    fix: str = ""
    file: str = ""
    line: int = 0
    key: str = ""

    @property
    def place(self) -> str:
        """位置: file and line as editors understand them, or an empty string."""
        if not self.file:
            return f"第 {self.line} 行" if self.line else ""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        told = "".join(part for part in (self.what, self.why, self.fix) if part)
        return f"{self.place}：{told}" if self.place else told

    def to_dict(self) -> dict[str, object]:
        """转为字典: the non-empty parts, for JSON."""
        parts = {
            "what": self.what,
            "why": self.why,
            "fix": self.fix,
            "file": self.file,
            "line": self.line,
            "key": self.key,
        }
        return {name: part for name, part in parts.items() if part}


class Refused(ValueError):
    """拒绝: an input cannot be used; ``problems`` holds every reason, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
