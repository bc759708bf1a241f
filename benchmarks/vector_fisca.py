"""OpenFisca 整列: its own way of working, many firms in one simulation; complete records only."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
from openfisca_core.simulations import SimulationBuilder

from benchmarks.clauses import Work
from benchmarks.peers import MONTH, Fisca, Verdicts, number_of, record


class VectorFisca:
    """OpenFisca: the firms of a work, each ``copies`` times, as one simulation."""

    def __init__(self, work: Work, copies: int) -> None:
        self.fisca, self.firms = Fisca(work), len(work.complete)
        self.size = self.firms * copies
        records = [record(firm, work.keys) for firm in work.complete]
        self.columns = {
            key: np.tile(np.array([_whole(key, one[key]) for one in records]), copies)
            for key in records[0]
        }

    def _simulation(self) -> Any:
        builder = SimulationBuilder()
        simulation = builder.build_default_simulation(self.fisca.system, count=self.size)
        for key, values in self.columns.items():
            simulation.set_input(key, "eternity", values)
        return simulation

    def judge(self) -> list[Verdicts]:
        """判定: the verdicts of the firms, each once."""
        simulation = self._simulation()
        columns = [
            simulation.calculate(name, MONTH)[: self.firms].tolist() for name in self.fisca.names
        ]
        return [tuple(2 if met else 0 for met in row) for row in zip(*columns, strict=True)]

    def spent(self) -> float:
        """用时: seconds for all clauses, without setting the facts."""
        simulation = self._simulation()
        start = perf_counter()
        for name in self.fisca.names:
            simulation.calculate(name, MONTH).sum()
        return perf_counter() - start


def _whole(key: str, value: Any) -> Any:
    return number_of(key, value) if isinstance(value, str) else value
