"""试算: one or two drafts of a programme over a register, beside what is in force and each other.

The answer says what is needed to have it again, beside the version of the software: the register,
the rules and the day by their hashes. Money is yuan in ``to_dict``, 分 elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huiqi.rules.book import Library
from huiqi.rules.budget import ALL, Budget, budgeted
from huiqi.rules.compile import Rules
from huiqi.rules.diff import Change, changes
from huiqi.rules.fair_competition import Note, review_note
from huiqi.rules.policy import Policy
from huiqi.rules.say import plain
from huiqi.rules.simulate import (
    AFTER,
    BEFORE,
    Affected,
    Group,
    Sandbox,
    Shift,
    Side,
    Simulated,
    Texts,
)
from huiqi.rules.sweep.block import Tally

IN_FORCE, DRAFT, COMPARED = "in_force", "draft", "compared"
Json = dict[str, object]
Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much


@dataclass(frozen=True)
class Draft:
    """草案: one text under a name; ``file`` is where it was read, ``settings`` what was set."""

    name: str
    policy: Policy
    settings: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Asked:
    """所问: drafts of one programme of ``library``, on a day, for some years, with a take-up."""

    library: Library
    programme: str
    drafts: tuple[Draft, ...]
    on: date
    years: int = 1
    share: Fraction = ALL

    @property
    def in_force(self) -> Draft:
        """现行: the text of the library itself."""
        return Draft(IN_FORCE, self.library.policy(self.programme))

    @property
    def texts(self) -> tuple[Draft, ...]:
        """各文本: the one in force and the drafts."""
        return (self.in_force, *self.drafts)

    def rules(self, draft: Draft) -> Rules | None:
        """规则: of a draft on the day; where facts select the version, those of its last one."""
        policy = draft.policy
        edition = policy.edition_on(self.on) or policy.editions[-1]
        beside = Library({**self.library.policies, policy.id: policy})
        return beside.compiled(policy, edition, self.on, self.on)


@dataclass(frozen=True)
class Comparison:
    """对比: from one text to another; ``question`` is the hash of both and of the day."""

    before: str
    after: str
    found: Simulated
    question: str


@dataclass(frozen=True)
class Trial:
    """试算结果: the comparisons, and of every text its budget; of every draft its review note."""

    asked: Asked
    register: Mapping[str, object]
    comparisons: tuple[Comparison, ...]
    budgets: Mapping[str, Budget]
    assumptions: tuple[str, ...]
    notes: Mapping[str, Note]

    def changes(self, draft: Draft) -> list[Change]:
        """与现行的差异: of a draft."""
        return changes(self.asked.rules(self.asked.in_force), self.asked.rules(draft))

    def to_dict(self, most: int | None = None) -> Json:
        """转为字典: as ``simulate.schema.json`` but for the version of the software.

        At most ``most`` affected firms of each comparison are listed.
        """
        asked = self.asked
        return {
            "programme": asked.programme,
            "title": asked.in_force.policy.title,
            "on": asked.on.isoformat(),
            "register": dict(self.register),
            "take_up": plain(asked.share),
            "texts": [self._text(draft) for draft in asked.texts],
            "comparisons": [_comparison(one, most) for one in self.comparisons],
            "budget": {
                "years": asked.years,
                "assumptions": list(self.assumptions),
                "texts": [_budget(name, one) for name, one in self.budgets.items()],
            },
            "fair_competition": [
                {"text": name, **note.to_dict()} for name, note in self.notes.items()
            ],
        }

    def _text(self, draft: Draft) -> Json:
        rules = self.asked.rules(draft)
        return {
            "text": draft.name,
            "version": rules.version if rules else None,
            "sha256": rules.policy.sha256 if rules else draft.policy.sha256,
            "file": draft.file or None,
            "settings": list(draft.settings),
            "changes": [one.to_dict() for one in self.changes(draft)],
        }


def tried(
    box: Sandbox, asked: Asked, most: int | None = None, told: Progress | None = None
) -> Trial:
    """试算: every draft against what is in force, then two drafts against each other.

    ``most`` limits how many affected firms each comparison lists. Refused where a text is not in
    force on the day.
    """
    say = told or (lambda *_: None)
    pairs = [(asked.in_force, draft) for draft in asked.drafts]
    if len(asked.drafts) > 1:
        pairs.append((asked.drafts[0], asked.drafts[1]))
    comparisons = []
    for one, other in pairs:
        question = _texts(asked, one, other).question()
        found = box.answer(question, most, lambda done, of: say("读取名册", done, of))
        comparisons.append(Comparison(one.name, other.name, found, question.digest))
    budgets: dict[str, Budget] = {}
    assumptions: tuple[str, ...] = ()
    for draft in asked.drafts:
        cost = budgeted(
            box,
            _texts(asked, asked.in_force, draft),
            asked.years,
            asked.share,
            lambda done, of: say("读取以后年度", done, of),
        )
        budgets |= {IN_FORCE: cost.before, draft.name: cost.after}
        assumptions = cost.assumptions
    return Trial(asked, _register(box), tuple(comparisons), budgets, assumptions, _notes(asked))


def _texts(asked: Asked, before: Draft, after: Draft) -> Texts:
    return Texts(asked.library, before.policy, after.policy, asked.on)


def _register(box: Sandbox) -> Json:
    population = box.population
    return {
        "sha256": population.sha256,
        "firms": population.size,
        "absent": list(population.absent),
    }


def _notes(asked: Asked) -> dict[str, Note]:
    before = asked.rules(asked.in_force)
    return {
        draft.name: review_note(rules, asked.on, before)
        for draft in asked.drafts
        if (rules := asked.rules(draft)) is not None
    }


# As JSON


def _comparison(one: Comparison, most: int | None) -> Json:
    found = one.found
    return {
        "before": one.before,
        "after": one.after,
        "question": one.question,
        "firms": found.subjects,
        **_shifted(found),
        "sides": {side: _side(found.sides[side]) for side in (BEFORE, AFTER)},
        "moves": [
            {"before": before, "after": after, "firms": firms}
            for (before, after), firms in sorted(found.moves.items())
        ],
        "groups": list(_groups(found)),
        "affected": {
            "firms": found.changed,
            "listed": [_affected(firm) for firm in found.affected[:most]],
        },
    }


def _shifted(one: Simulated | Shift) -> Json:
    return {
        "winners": one.winners,
        "losers": one.losers,
        "raised": one.raised,
        "lowered": one.lowered,
        "gain": _yuan(one.gain),
        "loss": _yuan(one.loss),
    }


def _side(side: Side) -> Json:
    return {"judged": side.judged, "no": side.no, **_tally(side.tally)}


def _tally(tally: Tally) -> Json:
    most = None if tally.open else tally.possible
    return {
        "yes": tally.yes,
        "unknown": tally.unknown,
        "open": tally.open,
        "cost": _ends(tally.sure, most),
    }


def _groups(found: Simulated) -> Iterator[Json]:
    """Of every group that has firms: those of both texts, who wins and who loses."""
    for (dimension, name), firms in sorted(found.firms.items()):
        if not firms:
            continue
        at: Group = (dimension, name)
        sides = {side: found.sides[side].groups.get(at, Tally()) for side in (BEFORE, AFTER)}
        yield {
            "dimension": dimension,
            "group": name,
            "firms": firms,
            **{side: _tally(tally) for side, tally in sides.items()},
            **_shifted(found.shifts.get(at, Shift())),
        }


def _affected(firm: Affected) -> Json:
    district, industry, size = firm.groups
    return {
        "credit_code": firm.credit_code,
        "district": district,
        "industry": industry,
        "size": size,
        "before": firm.before,
        "after": firm.after,
        "amount_before": _yuan(firm.fen_before),
        "amount_after": _yuan(firm.fen_after),
    }


def _budget(name: str, budget: Budget) -> Json:
    return {
        "text": name,
        "cost": _ends(budget.low, budget.high),
        "assumptions": list(budget.assumptions),
        "years": [
            {
                "on": year.on.isoformat(),
                "in_force": year.in_force,
                "version": year.version or None,
                "firms": list(year.firms),
                "cost": _ends(year.low, year.high),
                "changes": list(year.changes),
            }
            for year in budget.years
        ],
    }


def _ends(low: int, high: int | None) -> Sequence[object]:
    return [_yuan(low), None if high is None else _yuan(high)]


def _yuan(fen: int) -> object:
    return plain(Fraction(fen, 100))
