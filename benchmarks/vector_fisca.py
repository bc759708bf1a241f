"""OpenFisca 整列: its own way of working, many firms in one simulation, taught what is unknown.

It takes a missing fact for a default, so every fact has a flag «known» beside it and every clause
two variables, surely and possibly. Its amounts are float32: which are known is compared, what
they come to is only timed.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from openfisca_core.simulations import SimulationBuilder

from benchmarks import city
from benchmarks.clauses import WAN, Work
from benchmarks.peers import FISCA, MONTH, Fisca, Verdicts, number_of, record
from huiqi.rules import expr as x
from huiqi.rules.dictionary import FACTS


class VectorFisca:
    """OpenFisca: the firms of a work, some of their facts unknown, each ``copies`` times."""

    def __init__(self, work: Work, copies: int) -> None:
        self.firms, self.size = len(work.partial), len(work.partial) * copies
        _, amounts = city.rules(len(work.trees))
        fisca = Fisca(work)
        self.system = fisca.system
        for key in (*work.keys, "titles"):
            fisca.give(f"known_{key}", bool)
        for place, (tree, num) in enumerate(zip(work.trees, amounts, strict=True)):
            sure, possible = rails(tree)
            fisca.add(f"sure_{place}", bool, sure)
            fisca.add(f"possible_{place}", bool, possible)
            fisca.add(f"told_{place}", bool, known(x.fact_keys(num)))
            fisca.add(f"amount_{place}", float, amount(num))
        self.count = len(work.trees)
        records = [record(firm, work.keys) for firm in work.partial]
        self.columns: dict[str, Any] = {}
        for key in (*work.keys, *(f"holds_{kind}" for kind in FACTS["titles"].vocabulary)):
            values = np.array([_whole(key, one[key]) if key in one else 0 for one in records])
            self.columns[key] = np.tile(values, copies)
        for key in (*work.keys, "titles"):
            flags = [_is_known(key, one) for one in records]
            self.columns[f"known_{key}"] = np.tile(np.array(flags), copies)

    def prepared(self) -> Any:
        """准备: a simulation with all facts set; it remembers what it computed."""
        builder = SimulationBuilder()
        simulation = builder.build_default_simulation(self.system, count=self.size)
        for key, values in self.columns.items():
            simulation.set_input(key, "eternity", values)
        return simulation

    def judge(self) -> list[Verdicts]:
        """判定: the verdicts of the firms, each once: how many rails are true."""
        simulation = self.prepared()
        columns = [
            sum(
                simulation.calculate(f"{rail}_{place}", MONTH)[: self.firms].astype(int)
                for rail in ("sure", "possible")
            ).tolist()
            for place in range(self.count)
        ]
        return list(zip(*columns, strict=True))

    def spent(self, *, paid: bool) -> float:
        """用时: seconds for all clauses, without setting the facts; ``paid``: and who gets what."""
        simulation = self.prepared()
        start = perf_counter()
        for place in range(self.count):
            sure = simulation.calculate(f"sure_{place}", MONTH)
            simulation.calculate(f"possible_{place}", MONTH).sum()
            sure.sum()
            if paid:
                ids = np.flatnonzero(sure)
                told = simulation.calculate(f"told_{place}", MONTH)[ids]
                simulation.calculate(f"amount_{place}", MONTH)[ids][told].sum()
        return perf_counter() - start


def rails(tree: x.Truth) -> tuple[str, str]:
    """两轨: surely and possibly, as texts of formulas."""
    match tree:
        case x.And(of) | x.Or(of):
            sign = " & " if isinstance(tree, x.And) else " | "
            sure, possible = zip(*map(rails, of), strict=True)
            return f"({sign.join(sure)})", f"({sign.join(possible)})"
        case x.Not(of):
            sure_, possible_ = rails(of)
            return f"~{possible_}", f"~{sure_}"
    told, met = known(x.fact_keys(tree)), FISCA.truth(tree)
    return f"({told} & {met})", f"(~{told} | {met})"


def known(keys: tuple[str, ...]) -> str:
    """已知: whether all of some facts are."""
    return f"({' & '.join(_asked(f'known_{key}') for key in keys)})"


def amount(num: x.Num) -> str:
    """金额: in yuan; money facts are in whole 万元 there."""
    match num:
        case x.Const(value):
            return repr(float(value))
        case x.Field(key):
            return f"({_asked(key)} * {WAN})"
        case x.Scale(factor, of):
            return f"({float(factor)!r} * {amount(of)})"
        case x.Sum(of):
            return f"({' + '.join(map(amount, of))})"
        case x.Extreme(True, (one, two)):
            return f"np.minimum({amount(one)}, {amount(two)})"
        case x.Rounded(of, step, "down"):
            return f"(np.floor({amount(of)} / {float(step)!r}) * {float(step)!r})"
        case x.If(test, then, other):
            return f"np.where({FISCA.truth(test)}, {amount(then)}, {amount(other)})"
    raise AssertionError(num)


def _asked(key: str) -> str:
    return f"firm('{key}', period)"


def _is_known(key: str, one: dict[str, Any]) -> bool:
    return key in one if key != "titles" else any(name.startswith("holds_") for name in one)


def _whole(key: str, value: Any) -> Any:
    return number_of(key, value) if isinstance(value, str) else value
