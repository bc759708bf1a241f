"""变异检验: how many small changes of a policy its own cases notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from huiqi.rules.book import Library
from huiqi.rules.facts import Facts
from huiqi.rules.files import Case, load_cases
from huiqi.rules.mutants import Mutant, mutants
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Refused
from huiqi.rules.testing import check, differences

Prepared = list[tuple[Case, Facts]]


@dataclass(frozen=True)
class Score:
    """检出情况: of one programme; ``survivors`` are the changes that no case noticed."""

    programme: str
    file: str
    noticed: int
    survivors: tuple[Mutant, ...]

    @property
    def tried(self) -> int:
        """变异体数: how many changes were tried."""
        return self.noticed + len(self.survivors)

    @property
    def share(self) -> Fraction:
        """检出率: from 0 to 1; 1 where there was nothing to change."""
        return share_of([self])


def share_of(scores: Iterable[Score]) -> Fraction:
    """总检出率: of several programmes, every change counting the same."""
    every = list(scores)
    tried = sum(score.tried for score in every)
    return Fraction(sum(score.noticed for score in every), tried) if tried else Fraction(1)


def score(library: Library, programme: str) -> Score:
    """变异检验: the cases of one programme against every small change of its policy.

    A change that the engine refuses to compile counts as noticed: ``library check`` tells it.
    Refused where the cases cannot be read, or differ from the policy as it stands: such a case
    would notice every change.
    """
    policy = library.policy(programme)
    if problems := check(library, policy):
        raise Refused(problems)
    prepared = _prepared(policy)
    noticed, survivors = 0, []
    for mutant in mutants(policy):
        if _notices(library, mutant, prepared):
            noticed += 1
        else:
            survivors.append(mutant)
    return Score(policy.id, policy.file, noticed, tuple(survivors))


def _prepared(policy: Policy) -> Prepared:
    cases = load_cases(policy.path)
    return [
        (case, Facts.read(cases.facts(case), case.on, consistent=False)) for case in cases.cases
    ]


def _notices(library: Library, mutant: Mutant, prepared: Prepared) -> bool:
    changed = Library({**library.policies, mutant.policy.id: mutant.policy})
    for place, (case, facts) in enumerate(prepared):
        if _differs(changed, mutant.policy, case, facts):
            # Neighbouring changes are mostly noticed by the same case: ask it first next time.
            prepared.insert(0, prepared.pop(place))
            return True
    return False


def _differs(library: Library, policy: Policy, case: Case, facts: Facts) -> bool:
    try:
        return any(True for _ in differences(case, library.judge(policy.id, facts)))
    except Refused:
        return True


def survivors_told(scores: Iterable[Score]) -> Iterator[str]:
    """未检出的变异: each with file and line, in order."""
    for one in scores:
        for mutant in one.survivors:
            yield f"{one.file}:{mutant.line}：{mutant.what}"
