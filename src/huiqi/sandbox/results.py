"""推演的结果: as it is kept and sent, and read again; the same numbers to the last 分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from huiqi.rules.budget import Budget, Budgets
from huiqi.rules.compile import Rules
from huiqi.rules.diff import changes
from huiqi.rules.fair_competition import review_note
from huiqi.rules.simulate import AFTER, BEFORE, SIDES, Shift, Side, Simulated
from huiqi.rules.sweep.block import Tally

SHAPE: Final = 1  # of what is kept; whoever changes it reads the one before as well
NUMBERS: Final = ("raised", "lowered", "gain", "loss", "changed")


@dataclass(frozen=True)
class Year:
    """预算年度: of both sides, in 分, from what is sure to what is possible (None: no end).

    ``firms`` are those who surely, and at most, are paid in it, where all of them apply.
    """

    on: str
    before: tuple[int, int | None]
    after: tuple[int, int | None]
    firms_before: tuple[int, int]
    firms_after: tuple[int, int]

    @property
    def year(self) -> str:
        """年份."""
        return self.on[:4]


def kept(found: Simulated, budgets: Budgets, rules: Mapping[str, Rules]) -> dict[str, Any]:
    """存档的样子: of a result, its years, and what the two texts differ in; without the firms."""
    before, after = (rules[side] for side in SIDES)
    return {
        "shape": SHAPE,
        "subjects": found.subjects,
        "sides": {name: _side(side) for name, side in found.sides.items()},
        "moves": [[before, after, n] for (before, after), n in sorted(found.moves.items())],
        "firms": [[*group, n] for group, n in sorted(found.firms.items()) if n],
        "shifts": [[*group, asdict(one)] for group, one in sorted(found.shifts.items())],
        **{name: getattr(found, name) for name in NUMBERS},
        "budget": {side: _budget(budgets.side(side)) for side in SIDES},
        "assumptions": list(budgets.assumptions),
        "changes": [one.to_dict() for one in changes(before, after)],
        "note": review_note(after, after.on, before).to_dict(),
    }


def _side(side: Side) -> dict[str, Any]:
    groups = [[*group, asdict(tally)] for group, tally in sorted(side.groups.items())]
    return {
        "judged": side.judged,
        "tally": asdict(side.tally),
        "groups": groups,
        "settled": side.settled,
        "unsettled": side.unsettled,
    }


def _budget(budget: Budget) -> dict[str, Any]:
    years = [
        {
            "on": one.on.isoformat(),
            "version": one.version or None,
            "in_force": one.in_force,
            "firms": list(one.firms),
            "low": one.low,
            "high": one.high,
            "changes": list(one.changes),
        }
        for one in budget.years
    ]
    told = {"low": budget.low, "high": budget.high, "assumptions": list(budget.assumptions)}
    return {"years": years, **told}


def read(told: Mapping[str, Any]) -> Simulated:
    """读回: what was kept, as it was when it was worked out; without the firms."""
    found = Simulated(told["subjects"])
    for name in SIDES:
        side = told["sides"][name]
        groups = {(of, group): Tally(**tally) for of, group, tally in side["groups"]}
        rest = {key: side[key] for key in ("judged", "settled", "unsettled")}
        found.sides[name] = Side(tally=Tally(**side["tally"]), groups=groups, **rest)
    found.moves = Counter({(before, after): n for before, after, n in told["moves"]})
    found.firms = {(of, group): n for of, group, n in told["firms"]}
    found.shifts = {(of, group): Shift(**one) for of, group, one in told["shifts"]}
    for name in NUMBERS:
        setattr(found, name, told[name])
    return found


def years_of(told: Mapping[str, Any]) -> list[Year]:
    """各预算年度: of both sides, in order."""
    both = zip(*(told["budget"][side]["years"] for side in (BEFORE, AFTER)), strict=True)
    return [
        Year(
            one["on"],
            *((each["low"], each["high"]) for each in (one, other)),
            *((each["firms"][0], each["firms"][1]) for each in (one, other)),
        )
        for one, other in both
    ]


def whole_of(told: Mapping[str, Any]) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
    """各年合计: of both sides, from what is sure to what is possible."""
    before, after = (told["budget"][side] for side in (BEFORE, AFTER))
    return (before["low"], before["high"]), (after["low"], after["high"])


def sentences_of(told: Mapping[str, Any]) -> list[str]:
    """测算的假设: those of both sides, each once."""
    every = [*told["assumptions"]]
    for side in (BEFORE, AFTER):
        every += told["budget"][side]["assumptions"]
    return list(dict.fromkeys(every))
