"""变化的查询: how things stand for a firm, how they stood at a visit before, the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiqi.follow.differences import Difference, Standing, State, differences
from huiqi.follow.models import Visit
from huiqi.follow.queries.covering import DIGITS
from huiqi.follow.values import every_value
from huiqi.parties.models import Subject
from huiqi.parties.queries import KnownFacts
from huiqi.rules.answer import Answer
from huiqi.rules.book import Match
from huiqi.rules.compile import Rules
from huiqi.rules.expr import fact_keys

_READ: dict[tuple[str, str, str], tuple[str, ...]] = {}
MOST_READ = 2_000


@dataclass(frozen=True)
class Changes:
    """变化: since the visit of a day, and what was different then; totals in 分."""

    since: date
    before_fen: int
    after_fen: int
    rows: tuple[Difference, ...]

    @property
    def fen(self) -> int:
        """合计的差: in 分, the sum of its rows."""
        return self.after_fen - self.before_fen


def state_of(match: Match, known: KnownFacts) -> State:
    """现在的状况: of a firm, as its match says."""
    taken = {one.programme: one.amount for one in match.best.programmes}
    programmes = {one.policy.id: _standing(one, taken) for one in match.results}
    for out in match.not_in_force:
        version = out.policy.sha256[:DIGITS]
        programmes[out.policy.id] = Standing(0, "", version)
    sources = known.provenance
    facts = {
        key: (value, sources[key].source.value if key in sources else "")
        for key, value in every_value(known).items()
    }
    return State(programmes, facts)


def _standing(answer: Answer, taken: dict[str, int]) -> Standing:
    policy = answer.policy
    return Standing(
        taken.get(policy.id, 0),
        answer.verdict,
        policy.sha256[:DIGITS],
        answer.rules.version,
        reads_of(answer.rules),
    )


def reads_of(rules: Rules) -> tuple[str, ...]:
    """所读的事实: of one edition, for its verdict and its amount."""
    key = (rules.policy.id, rules.policy.sha256, rules.version)
    found = _READ.get(key)
    if found is None:
        told = (one for one in (rules.verdict, rules.net, rules.expense) if one is not None)
        found = tuple(dict.fromkeys(name for one in told for name in fact_keys(one)))
        if len(_READ) >= MOST_READ:
            _READ.clear()
        _READ[key] = found
    return found


def latest_visits(person_id: int, subject: Subject, on: date) -> list[Visit]:
    """最近的来访: of the day, if there was one, and the last before it; the latest first."""
    mine = Visit.objects.filter(person_id=person_id, subject=subject, on__lte=on)
    return list(mine.select_related("snapshot").order_by("-on", "-id")[:2])


def changes_since(visit: Visit, now: State) -> Changes:
    """变化: between what was seen at a visit and now."""
    then = State.of(visit.snapshot.state)
    return Changes(visit.on, then.total_fen, now.total_fen, tuple(differences(then, now)))
