"""CP-SAT 求解: the same problem for OR-Tools, for parts too large for our own search.

Import it lazily: ortools is optional. One worker and a fixed seed, and the ties are settled by
further solves, so that the set is the one our own search finds.
"""

from __future__ import annotations

from typing import Final

from ortools.sat.python import cp_model

from huiqi.rules.choose_case import YUAN, Case, Found, Limit

_Expr = cp_model.LinearExpr

# Powers of two as weights of identifiers stay far inside 64 bits in blocks of this size.
_BLOCK: Final = 40

_LARGEST: Final = 2**62


def suits(case: Case) -> bool:
    """可用: whether all sums stay inside the 64 bits of CP-SAT."""
    numbers = sum(case.amounts) + sum(
        abs(free) for limit in case.limits for free in limit.free.values()
    )
    return numbers < _LARGEST


def search(case: Case, forced: int = 0) -> Found | None:
    """最优集合: the best set that holds all of ``forced``; None if there is none.

    As ``choose_search.search``, except that with ``forced`` only the total is settled, not
    which of several sets with this total it is. ``suits(case)`` must hold.
    """
    model = _Model(case, forced)
    if not model.maximise(model.total):
        return None
    if not forced:
        model.maximise(-sum(model.taken))
        for end in range(len(model.taken), 0, -_BLOCK):
            block = model.taken[max(0, end - _BLOCK) : end]
            model.maximise(sum(taken * (1 << place) for place, taken in enumerate(block)))
    return model.found()


class _Model:
    """One model; each ``maximise`` keeps what the former ones have reached."""

    def __init__(self, case: Case, forced: int) -> None:
        self._model = cp_model.CpModel()
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = 1
        # A gap is compared as a float, too coarse for large sums of 分: none is allowed.
        self._solver.parameters.absolute_gap_limit = 0
        self._solver.parameters.relative_gap_limit = 0
        self.taken = [self._model.new_bool_var(f"taken{item}") for item in range(len(case.amounts))]
        self._parts = [self._payment(case, item) for item in range(len(case.amounts))]
        self.total = cp_model.LinearExpr.sum([self._paid(item) for item in range(len(self.taken))])
        self._add_rules(case, forced)

    def _payment(self, case: Case, item: int) -> tuple[_Expr, _Expr]:
        """What an item is paid, in whole 元 and the 分 beside them."""
        amount, taken = case.amounts[item], self.taken[item]
        whole, rest = divmod(amount, YUAN)
        most = (amount - 1) // YUAN
        if item not in case.limited or not most:
            return whole * taken, rest * taken
        full = self._model.new_bool_var(f"full{item}")
        yuan = self._model.new_int_var(0, most, f"yuan{item}")
        self._model.add(full <= taken)
        self._model.add(yuan <= most * (taken - full))
        # Cutting below what counts in no limit only loses money; big ranges slow the solver.
        free = min(limit.free[item] for limit in case.limits if item in limit.free)
        self._model.add(yuan >= max(1, free // YUAN) * (taken - full))
        return whole * full + yuan, rest * full

    def _paid(self, item: int) -> _Expr:
        whole, odd = self._parts[item]
        return YUAN * whole + odd

    def _add_rules(self, case: Case, forced: int) -> None:
        for item, foes in enumerate(case.foes):
            if forced >> item & 1:
                self._model.add(self.taken[item] == 1)
            for foe in range(item):
                if foes >> foe & 1:
                    self._model.add_at_most_one(self.taken[item], self.taken[foe])
        for place, limit in enumerate(case.limits):
            self._add_limit(case, limit, f"limit{place}")

    def _add_limit(self, case: Case, limit: Limit, name: str) -> None:
        # In 元, with the odd 分 carried over as a whole number: summed up in 分 the last 元 is
        # a subset-sum puzzle that can take the solver minutes.
        yuan, fen = [], []
        for item, free in limit.free.items():
            whole, rest = self._take(case.amounts[item], item, free, f"{name}_{item}")
            yuan.append(whole)
            fen.append(rest)
        room, spare = divmod(limit.room, YUAN)
        carry = self._model.new_int_var(0, 2 * len(fen), f"{name}_carry")
        self._model.add(YUAN * carry + spare >= cp_model.LinearExpr.sum(fen))
        self._model.add(cp_model.LinearExpr.sum([*yuan, carry]) <= room)

    def _take(self, amount: int, item: int, free: int, name: str) -> tuple[_Expr, _Expr]:
        """What an item takes of a limit, in whole 元 and the 分 beside them."""
        if free <= 0:
            more, rest = divmod(-free, YUAN)
            taken, (whole, odd) = self.taken[item], self._parts[item]
            return whole + more * taken, odd + rest * taken
        # At least what lies beyond the free part, and never below zero.
        whole = self._model.new_int_var(0, max(0, amount - free) // YUAN, f"{name}_yuan")
        odd = self._model.new_int_var(0, YUAN - 1, f"{name}_fen")
        self._model.add(YUAN * whole + odd >= self._paid(item) - free * self.taken[item])
        return whole, odd

    def maximise(self, goal: cp_model.LinearExprT) -> bool:
        """Find the highest value of ``goal`` and hold it; False if nothing is feasible."""
        self._model.maximize(goal)
        status = self._solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return False
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"CP-SAT 未得出最优解：{self._solver.status_name(status)}。")
        # The objective is a float, and truncating one has cost a 元 before. The solution is in
        # integers: exact where even a rounded float is not, above 2**53.
        reached = self._solver.value(goal)
        if abs(reached) < 2**53 and round(self._solver.objective_value) != reached:
            raise RuntimeError("CP-SAT 的目标值与其解不符：请报告此问题。")
        self._model.add(goal == reached)
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # untyped in the package
        for index, value in enumerate(self._solver.response_proto.solution):
            self._model.add_hint(self._model.get_int_var_from_proto_index(index), value)
        return True

    def found(self) -> Found:
        """The last solution."""
        value = self._solver.value
        mask = sum(1 << item for item, taken in enumerate(self.taken) if value(taken))
        return Found(mask, value(self.total))
