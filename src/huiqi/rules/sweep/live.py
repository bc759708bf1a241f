"""随时匹配: firms whose facts are at hand, judged as the sweep judges those of a register.

One engine, two ways in: columns that were mapped from a file, and columns made of some firms'
facts. So what is worked out again for a few firms is what a sweep of them all would say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from huiqi.rules.facts import Facts
from huiqi.rules.gather import snapshot_of
from huiqi.rules.sweep.block import Found, Judge
from huiqi.rules.sweep.mapped import Mapped
from huiqi.rules.sweep.question import Question


def columns_of(question: Question, people: Sequence[Facts]) -> Mapped:
    """由事实转列: what a snapshot of a register with these firms would hold, in memory."""
    extra = {one.name: np.array([one.of_one(facts) for facts in people]) for one in question.extra}
    return Mapped(snapshot_of(question.lowered.graph, people), extra)


def judged(question: Question, people: Sequence[Facts]) -> Found:
    """匹配几户: of some firms, all on the day of the question, with what each of them lacks."""
    judge = Judge(question, columns_of(question, people), lacks=True)
    return judge.block(slice(0, len(people)))
