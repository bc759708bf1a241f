"""CP-SAT 求解: the same problem for OR-Tools, for parts that take our own search too long.

Import it lazily: ortools is optional. One worker and a fixed seed, and the ties are settled by
further solves, so that the set is the one our own search finds.
"""

from __future__ import annotations

from typing import Final

from ortools.sat.python import cp_model

from huiqi.rules.choose_case import YUAN, Case, bits

# Powers of two as weights of identifiers stay far inside 64 bits in blocks of this size.
_BLOCK: Final = 40

_LARGEST: Final = 2**62


def suits(case: Case) -> bool:
    """可用: whether all sums stay inside the 64 bits of CP-SAT."""
    return sum(case.amounts) < _LARGEST


class Search:
    """CP-SAT 求解: as ``choose_search.Search``; ``suits(case)`` must hold."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def best(self) -> int:
        """最优集合: the highest total, then the fewest items, then the largest mask."""
        model = _Model(self._case)
        model.maximise(model.total)
        model.maximise(-sum(model.taken.values()))
        items = sorted(model.taken, reverse=True)
        for start in range(0, len(items), _BLOCK):
            block = items[start : start + _BLOCK][::-1]
            model.maximise(sum(model.taken[item] * (1 << n) for n, item in enumerate(block)))
        return sum(1 << item for item, taken in model.taken.items() if model.value(taken))

    def total_with(self, item: int, best: int) -> int:
        """改选合计: the highest total (分) of the sets that pay ``item`` 1 元 or more, or -1."""
        model = _Model(self._case, item)
        model.hint(best & ~self._case.foes[item] | 1 << item)
        return model.value(model.total) if model.maximise(model.total) else -1


class _Model:
    """One model; each ``maximise`` keeps what the former ones have reached."""

    def __init__(self, case: Case, surely: int | None = None) -> None:
        self._model = cp_model.CpModel()
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = 1
        # A gap is compared as a float, too coarse for large sums of 分: none is allowed.
        self._solver.parameters.absolute_gap_limit = 0
        self._solver.parameters.relative_gap_limit = 0
        self.taken = {item: self._model.new_bool_var("") for item in bits(case.items)}
        # Limited items in 元, so that the solver never looks for a sum of odd 分.
        self._yuan = {
            item: self._payment(case.amounts[item] // YUAN, item) for item in case.limited
        }
        self.total = cp_model.LinearExpr.sum(
            [
                YUAN * self._yuan[item] if item in case.limited else case.amounts[item] * taken
                for item, taken in self.taken.items()
            ]
        )
        for clique in case.cliques:
            self._model.add_at_most_one(self.taken[item] for item in bits(clique))
        for item in bits(case.items):
            for foe in bits(case.foes[item] & case.items):
                if foe < item:
                    self._model.add_at_most_one(self.taken[item], self.taken[foe])
        for limit in case.limits:
            takes = [
                self._take(item, case.amounts[item] // YUAN, free // YUAN)
                for item, free in limit.free.items()
            ]
            self._model.add(cp_model.LinearExpr.sum(takes) <= limit.room // YUAN)
        if surely is not None:
            self._model.add(self.taken[surely] == 1)

    def _payment(self, most: int, item: int) -> cp_model.IntVar:
        yuan = self._model.new_int_var(0, most, "")
        self._model.add(yuan <= most * self.taken[item])
        self._model.add(yuan >= self.taken[item])
        return yuan

    def _take(self, item: int, most: int, free: int) -> cp_model.LinearExprT:
        """What an item takes of a limit, in 元: at least what lies beyond the free part."""
        if not free:
            return self._yuan[item]
        taken = self._model.new_int_var(0, most, "")
        self._model.add(taken >= self._yuan[item] - free)
        return taken

    def hint(self, chosen: int) -> None:
        """Start from this set."""
        for item, taken in self.taken.items():
            self._model.add_hint(taken, bool(chosen >> item & 1))

    def value(self, expression: cp_model.LinearExprT) -> int:
        """What the last solution gives, in integers: exact where a float is not, above 2**53."""
        return self._solver.value(expression)

    def maximise(self, goal: cp_model.LinearExprT) -> bool:
        """Find the highest value of ``goal`` and hold it; False if nothing is feasible."""
        self._model.maximize(goal)
        status = self._solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return False
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"CP-SAT 未得出最优解：{self._solver.status_name(status)}。")
        self._model.add(goal == self.value(goal))
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # untyped in the package
        for index, value in enumerate(self._solver.response_proto.solution):
            self._model.add_hint(self._model.get_int_var_from_proto_index(index), value)
        return True
