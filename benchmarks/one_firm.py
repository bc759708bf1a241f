"""一户对全部条款: ours and the peers on the same clauses and firms, verified before it is timed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any, Final

from benchmarks.clauses import Work
from benchmarks.peers import Cel, Fisca, Policy, Verdicts, Zen, record

ROUNDS: Final = 9
TURN: Final = 0.1  # seconds
FISCA_FIRMS: Final = 10  # tens of milliseconds each


class Disagreement(Exception):
    """结论不一致: an engine says something else than ours does; nothing is timed then."""


@dataclass(frozen=True)
class Runner:
    """参赛者: one way to judge; ``prepared`` gives its inputs anew for every round."""

    name: str
    judge: Callable[[Any], Any]
    prepared: Callable[[], Sequence[Any]]


@dataclass(frozen=True)
class Goal:
    """目标: ``ours`` is at least ``times`` as fast as ``peer``; 0: shown without a goal."""

    ours: str
    peer: str
    times: float


OURS: Final = "惠企"
OURS_ALL: Final = "惠企，逐项（含每个原子条件）"
OURS_FACTS: Final = "惠企，从事实算起（含准备输入）"
OURS_PARTIAL: Final = "惠企，5% 未知"
OURS_PARTIAL_ALL: Final = "惠企，5% 未知，逐项"
CEL_FACTS: Final = "CEL，从记录算起（含建立上下文）"
CEL_FULL: Final = "CEL"
CEL_ALL: Final = "CEL，逐项（再算每个原子条件）"
CEL_PARTIAL: Final = "CEL，5% 未知（缺 = 变量不存在）"
CEL_PARTIAL_ALL: Final = "CEL，5% 未知，逐项"
ZEN_POLICY: Final = "ZEN 政策文档，仅完整记录"
ZEN_ONE: Final = "ZEN 逐条表达式，仅完整记录"
ZEN_GRAPH: Final = "ZEN 决策图，仅完整记录"
ZEN_TRACE: Final = "ZEN 政策文档，留痕，仅完整记录"
FISCA: Final = "OpenFisca，仅完整记录"
FISCA_TRACE: Final = "OpenFisca，留痕（到变量为止），仅完整记录"

GOALS: Final = (
    Goal(OURS, CEL_FULL, 5),
    Goal(OURS_PARTIAL, CEL_PARTIAL, 5),
    Goal(OURS_FACTS, CEL_FACTS, 0),
    Goal(OURS_ALL, CEL_ALL, 3),
    Goal(OURS_PARTIAL_ALL, CEL_PARTIAL_ALL, 3),
    Goal(OURS, ZEN_POLICY, 20),
    Goal(OURS, ZEN_ONE, 20),
    Goal(OURS, ZEN_GRAPH, 20),
    Goal(OURS, FISCA, 500),
    Goal(OURS_ALL, ZEN_TRACE, 15),
    Goal(OURS_ALL, FISCA_TRACE, 300),
)


def runners(work: Work) -> list[Runner]:
    """参赛者们: verified; Disagreement when one differs on a single clause of a single firm."""
    machine, cel, policy, zen, fisca = work.machine, Cel(work), Policy(work), Zen(work), Fisca(work)
    full = [record(firm, work.keys) for firm in work.complete]
    part = [record(firm, work.keys) for firm in work.partial]
    rows = [machine.prepare(firm) for firm in work.complete]
    open_rows = [machine.prepare(firm) for firm in work.partial]
    contexts, open_contexts = [cel.prepare(one) for one in full], [cel.prepare(one) for one in part]

    def simulations() -> list[Any]:
        return [fisca.prepare(one) for one in full[:FISCA_FIRMS]]

    wanted = [_plain(machine.judge(row)) for row in rows]
    open_wanted = [_plain(machine.judge(row)) for row in open_rows]
    _agree(CEL_FULL, wanted, map(cel.judge, contexts))
    _agree(CEL_PARTIAL, open_wanted, map(cel.judge, open_contexts))
    for some, of in ((rows, contexts), (open_rows, open_contexts)):
        atoms = [machine.explained(row) for row in some]
        rails = [tuple(s + p for s, p in zip(one[1], one[2], strict=True)) for one in atoms]
        _agree(CEL_ALL, rails, (cel.explained(context)[1] for context in of))
    _agree(ZEN_POLICY, wanted, map(policy.judge, full))
    _agree(ZEN_TRACE, wanted, map(policy.traced, full))
    _agree(ZEN_ONE, wanted, map(zen.judge, full))
    _agree(ZEN_GRAPH, wanted, map(zen.decide, full))
    _agree(FISCA, wanted, (fisca.judge(fisca.prepare(one)) for one in full))
    some = full[:FISCA_FIRMS]
    _agree(FISCA_TRACE, wanted[:FISCA_FIRMS], (fisca.traced(fisca.prepare(one)) for one in some))
    return [
        Runner(OURS, machine.judge, lambda: rows),
        Runner(CEL_FULL, cel.judge, lambda: contexts),
        Runner(ZEN_POLICY, policy.judge, lambda: full),
        Runner(ZEN_ONE, zen.judge, lambda: full),
        Runner(ZEN_GRAPH, zen.decide, lambda: full),
        Runner(FISCA, fisca.judge, simulations),
        Runner(ZEN_TRACE, policy.traced, lambda: full),
        Runner(FISCA_TRACE, fisca.traced, simulations),
        Runner(OURS_PARTIAL, machine.judge, lambda: open_rows),
        Runner(CEL_PARTIAL, cel.judge, lambda: open_contexts),
        Runner(OURS_ALL, machine.explained, lambda: rows),
        Runner(CEL_ALL, cel.explained, lambda: contexts),
        Runner(OURS_PARTIAL_ALL, machine.explained, lambda: open_rows),
        Runner(CEL_PARTIAL_ALL, cel.explained, lambda: open_contexts),
        Runner(OURS_FACTS, lambda one: machine.judge(machine.prepare(one)), lambda: work.complete),
        Runner(CEL_FACTS, lambda one: cel.judge(cel.prepare(one)), lambda: full),
    ]


def _plain(verdicts: Iterable[Any]) -> Verdicts:
    return tuple(int(one) for one in verdicts)


def _agree(name: str, wanted: Sequence[Verdicts], found: Iterable[Verdicts]) -> None:
    for firm, (ours, theirs) in enumerate(zip(wanted, found, strict=True)):
        if ours != theirs:
            where = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
            told = f"第 {firm} 户有 {len(where)} 条与惠企不同，首条为 {where[0]}。"
            raise Disagreement(f"{name}：{told}")


Times = dict[str, list[float]]


def timed(those: Sequence[Runner], rounds: int = ROUNDS) -> Times:
    """计时: microseconds per firm of every runner, one figure per round; all take turns."""
    found: Times = {one.name: [] for one in those}
    for number in range(rounds + 1):
        for one in those:
            spent = _spent(one)
            if number:  # the first round warms up
                found[one.name].append(spent)
        sys.stderr.write(f"\r第 {number}/{rounds} 轮")
    sys.stderr.write("\n")
    return found


def _spent(one: Runner) -> float:
    """One turn: passes over all inputs for a tenth of a second, and the median pass.

    A quick engine gets as long a turn as a slow one, so that both meet the same disturbances.
    """
    passes: list[float] = []
    gc.collect()
    gc.disable()
    judge = one.judge
    spent = 0.0
    while spent < TURN:
        inputs = one.prepared()
        start = perf_counter()
        for each in inputs:
            judge(each)
        passes.append((perf_counter() - start) / len(inputs))
        spent += passes[-1] * len(inputs)
    gc.enable()
    return median(passes) * 1e6


def report(times: Times) -> bool:
    """报告: prints the figures and the goals; whether all goals are reached."""
    print(f"{'微秒/户，中位数（最小）':>20}")
    for name, those in times.items():
        print(f"{median(those):>12,.1f} ({min(those):,.1f})  {name}")
    print("\n比值（同一轮相除，取中位数）    目标    结果")
    reached = [_judged(goal, times) for goal in GOALS]
    return all(reached)


def ratio_of(goal: Goal, times: Times) -> float:
    """倍数: of the same round, the median of all rounds."""
    pairs = zip(times[goal.ours], times[goal.peer], strict=True)
    return median(theirs / ours for ours, theirs in pairs)


def _judged(goal: Goal, times: Times) -> bool:
    ratio = ratio_of(goal, times)
    told = "达到" if ratio >= goal.times else "未达到"
    wanted = f"≥ {goal.times:>4g} 倍  {told}" if goal.times else "（不设目标）"
    print(f"{ratio:>10,.1f} 倍  {wanted}  {goal.ours} 比 {goal.peer}")
    return ratio >= goal.times
