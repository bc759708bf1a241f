"""下一个问题: which missing fact would settle the most money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from huiqi.rules import say
from huiqi.rules.answer import Answer


@dataclass(frozen=True)
class Question:
    """问题: one fact to ask for, the yuan that may hang on it and the programmes that wait."""

    fact: str
    label: str
    possible: Fraction
    programmes: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """转为字典: for JSON."""
        return {
            "fact": self.fact,
            "label": self.label,
            "possible": say.plain(self.possible),
            "programmes": list(self.programmes),
        }


def next_questions(answers: Iterable[Answer]) -> tuple[Question, ...]:
    """下一个问题: missing facts, the one with the most possible yuan first.

    A programme counts with what it may still pay beyond what is sure; one without a limit or
    without money counts as nothing but is named.
    """
    waiting: dict[str, list[Answer]] = {}
    for one in answers:
        for key in one.missing:
            waiting.setdefault(key, []).append(one)
    questions = [
        Question(
            key,
            say.label(key),
            sum((_open(one) for one in ones), Fraction(0)),
            tuple(sorted(one.policy.id for one in ones)),
        )
        for key, ones in waiting.items()
    ]
    return tuple(sorted(questions, key=lambda q: (-q.possible, -len(q.programmes), q.fact)))


def _open(one: Answer) -> Fraction:
    if one.money is None or one.money.range[1] is None:
        return Fraction(0)
    return one.money.range[1] - one.money.range[0]
