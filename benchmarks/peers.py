"""同类引擎: the same clauses for Rust CEL, GoRules ZEN and OpenFisca-Core.

Every peer gets whole numbers in its favourite shape and titles already judged for the day
(``holds_…``), so it has less to do than we have; none of its own work is asked for twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

import cel
import numpy as np
import zen
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.clauses import ON, Work
from huiqi.rules import expr as x
from huiqi.rules import lists
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts

# A peer's unit in our inner units: 万元, 0.0001, whole things.
PER: Final = {"money": 10**6, "rate": 10**5, "number": 10**6}
# The same in the units that the trees are written in: yuan, fractions, whole things.
OUTER: Final = {"money": Fraction(10_000), "rate": Fraction(1, 10_000)}

MONTH: Final = f"{ON:%Y-%m}"

Record = dict[str, Any]
Verdicts = tuple[int, ...]


def record(facts: Facts, keys: Sequence[str]) -> Record:
    """记录: a firm's facts for the peers; what is unknown is absent."""
    found: Record = {}
    for key in keys:
        value = facts.known.get(key)
        if value is not None:
            per = PER.get(FACTS[key].kind, 1)
            found[key] = int(value) // per if per > 1 else value  # type: ignore[call-overload]
    if "titles" in facts.lists:
        for kind in FACTS["titles"].vocabulary:
            found[f"holds_{kind}"] = lists.test(facts, x.Held(kind, "", facts.on.toordinal()))[0]
    return found


# Text


@dataclass(frozen=True)
class Spelling:
    """写法: how one engine writes logic; ``atom`` writes tests of flags, codes and industries."""

    conjunction: str
    disjunction: str
    negation: str
    atom: Callable[[x.Truth], str]
    name: Callable[[str], str] = str

    def truth(self, tree: x.Truth) -> str:
        """条件: the text of a condition."""
        match tree:
            case x.And(of):
                return f"({f' {self.conjunction} '.join(map(self.truth, of))})"
            case x.Or(of):
                return f"({f' {self.disjunction} '.join(map(self.truth, of))})"
            case x.Not(of):
                return f"{self.negation}({self.truth(of)})"
            case x.Compare(op, left, right):
                return self.compared(op, left, right)
        return self.atom(tree)

    def compared(self, op: str, left: x.Num, right: x.Num) -> str:
        """比较: both sides in whole numbers of one unit."""
        sides = [linear(left), linear(right)]
        numbers = [n for terms, constant in sides for n in (*terms.values(), constant)]
        per = lcm(*(number.denominator for number in numbers))
        one, two = (self.side(terms, constant, per) for terms, constant in sides)
        return f"({one} {op} {two})"

    def side(self, terms: Mapping[str, Fraction], constant: Fraction, per: int) -> str:
        """一侧: factors times facts, plus a constant."""
        found = ""
        for key, factor in terms.items():
            times = int(abs(factor) * per)
            sign = ("-" if factor < 0 else "+") if found or factor < 0 else ""
            found += f" {sign} {self.name(key)}" + (f" * {times}" if times != 1 else "")
        if constant or not found:
            found += f" + {int(constant * per)}" if found else str(int(constant * per))
        return found.strip()


def linear(num: x.Num) -> tuple[dict[str, Fraction], Fraction]:
    """一次式: the factor of every fact in a peer's unit, and the constant."""
    match num:
        case x.Const(value):
            return {}, value
        case x.Field(key):
            return {key: OUTER.get(FACTS[key].kind, Fraction(1))}, Fraction(0)
        case x.Scale(factor, of):
            terms, constant = linear(of)
            return {key: factor * one for key, one in terms.items()}, factor * constant
        case x.Sum(of):
            parts = [linear(part) for part in of]
            merged = {key: factor for terms, _ in parts for key, factor in terms.items()}
            return merged, sum((constant for _, constant in parts), Fraction(0))
    raise AssertionError(num)


def _quoted(codes: Sequence[str]) -> str:
    return f"[{', '.join(map(repr, codes))}]"


def _cel_atom(tree: x.Truth) -> str:
    match tree:
        case x.Flag(key):
            return key
        case x.Held(kind):
            return f"holds_{kind}"
        case x.OneOf(key, (code,)):
            return f"{key} == {code!r}"
        case x.OneOf(key, codes):
            return f"{key} in {_quoted(codes)}"
        case x.Within(key, prefixes):
            return f"({' || '.join(f'{key}.startsWith({p!r})' for p in prefixes)})"
    raise AssertionError(tree)


def _zen_atom(tree: x.Truth) -> str:
    if isinstance(tree, x.Within):
        return f"({' or '.join(f'startsWith({tree.key}, {p!r})' for p in tree.prefixes)})"
    return _cel_atom(tree)


def _fisca_atom(tree: x.Truth) -> str:
    match tree:
        case x.Flag(key):
            return _asked(key)
        case x.Held(kind):
            return _asked(f"holds_{kind}")
        case x.OneOf(key, codes):
            tests = [f"({_asked(key)} == {number_of(key, code)})" for code in codes]
        case x.Within(key, prefixes):
            tests = [f"({_asked(key)} // {10 ** (4 - len(p))} == {p})" for p in prefixes]
        case _:
            raise AssertionError(tree)
    return f"({' | '.join(tests)})"


def _asked(key: str) -> str:
    return f"firm('{key}', period)"


def number_of(key: str, code: str) -> int:
    """代码编号: OpenFisca gets whole numbers, which it compares fastest."""
    return int(code) if code.isdecimal() else tuple(FACTS[key].vocabulary).index(code)


CEL: Final = Spelling("&&", "||", "!", _cel_atom)
ZEN: Final = Spelling("and", "or", "not ", _zen_atom)
FISCA: Final = Spelling("&", "|", "~", _fisca_atom, _asked)


# Engines


class Cel:
    """CEL (Rust): one compiled program per clause and per distinct atom; unknown = absent."""

    def __init__(self, work: Work) -> None:
        self.clauses = [cel.compile(CEL.truth(tree)) for tree in work.trees]
        origin = work.machine.graph.origin
        self.atoms = [cel.compile(CEL.truth(origin[atom])) for atom in work.machine.atoms]

    def prepare(self, found: Record) -> Any:
        """准备: the context, so that a record crosses the border once only."""
        return cel.Context(found)

    def judge(self, context: Any) -> Verdicts:
        """判定: 2 yes, 0 no, 1 unknown (CEL raises for an absent variable that matters)."""
        return self._run(self.clauses, context)

    def explained(self, context: Any) -> tuple[Verdicts, Verdicts]:
        """逐项: the verdicts and every distinct atom."""
        return self._run(self.clauses, context), self._run(self.atoms, context)

    def _run(self, programs: list[Any], context: Any) -> Verdicts:
        found = []
        for program in programs:
            try:
                found.append(2 if program.execute(context) else 0)
            except RuntimeError:
                found.append(1)
        return tuple(found)


class Zen:
    """ZEN: compiled expressions one by one, and one decision graph with all; complete records."""

    def __init__(self, work: Work) -> None:
        texts = [ZEN.truth(tree) for tree in work.trees]
        self.expressions = [zen.compile_expression(text) for text in texts]
        self.decision = zen.ZenEngine().create_decision(json.dumps(_graph(texts)))
        self.names = [f"r{number}" for number in range(len(texts))]

    def judge(self, found: Record) -> Verdicts:
        """逐条表达式: one call per clause."""
        return tuple([2 if one.evaluate(found) else 0 for one in self.expressions])

    def decide(self, found: Record) -> Verdicts:
        """决策图: one call for all clauses."""
        result = self.decision.evaluate(found)["result"]
        return tuple([2 if result[name] else 0 for name in self.names])


def _graph(texts: Sequence[str]) -> Record:
    expressions = [{"id": f"x{i}", "key": f"r{i}", "value": text} for i, text in enumerate(texts)]
    place = {"position": {"x": 0, "y": 0}}
    kinds = {"in": "inputNode", "all": "expressionNode", "out": "outputNode"}
    nodes: list[Record] = [{"id": i, "name": i, "type": kind, **place} for i, kind in kinds.items()]
    nodes[1]["content"] = {"expressions": expressions}
    pairs = (("in", "all"), ("all", "out"))
    edges = [{"id": a + b, "type": "edge", "sourceId": a, "targetId": b} for a, b in pairs]
    return {"nodes": nodes, "edges": edges}


class Policy:
    """ZEN 政策文档: one typed policy with one expression block per clause; complete records."""

    def __init__(self, work: Work) -> None:
        self.names = [f"r{number}" for number in range(len(work.trees))]
        model = {"name": "firm", "scope": "global", "properties": _typed(work)}
        blocks = [_block("dataModel", model)]
        for name, tree in zip(self.names, work.trees, strict=True):
            blocks.append(_block("expression", {"key": name, "value": ZEN.truth(tree)}))
        content = {"firm": {"blocks": blocks}}
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def judge(self, found: Record) -> Verdicts:
        """判定: one call for all clauses."""
        result = self.engine.evaluate("firm", found)["result"]
        return tuple([2 if result[name] else 0 for name in self.names])

    def traced(self, found: Record) -> Verdicts:
        """留痕: the same with what every condition came to."""
        answer = self.engine.evaluate("firm", found, {"trace": True})
        assert answer["trace"]
        return tuple([2 if answer["result"][name] else 0 for name in self.names])


def _block(kind: str, data: Record) -> Record:
    return {"id": str(data.get("key", kind)), "type": kind, "props": {"data": data}}


def _typed(work: Work) -> list[Record]:
    whole = record(work.complete[0], work.keys)
    kinds = {bool: "boolean", int: "number", str: "string"}
    return [{"id": key, "name": key, "type": kinds[type(one)]} for key, one in whole.items()]


class Fisca:
    """OpenFisca: one variable per clause; missing means default, so complete records only."""

    def __init__(self, work: Work) -> None:
        entity = build_entity(key="firm", plural="firms", label="firm", is_person=True)
        self.system, self.entity = TaxBenefitSystem([entity]), entity
        for key in work.keys:
            self._add(key, bool if FACTS[key].kind == "flag" else int)
        for kind in FACTS["titles"].vocabulary:
            self._add(f"holds_{kind}", bool)
        self.names = [f"clause_{number}" for number in range(len(work.trees))]
        for name, tree in zip(self.names, work.trees, strict=True):
            self.add(name, bool, FISCA.truth(tree))

    def add(self, name: str, kind: type, text: str) -> None:
        """加变量: that is worked out by a formula."""
        scope: Record = {"np": np}
        # A formula is Python code there; the text is made of our own seeded clauses only.
        exec(f"def formula(firm, period):\n    return {text}", scope)
        self._add(name, kind, formula=scope["formula"])

    def give(self, name: str, kind: type) -> None:
        """加事实: a variable that is set."""
        self._add(name, kind)

    def _add(self, name: str, kind: type, **more: Any) -> None:
        # A formula needs a month to belong to; facts stand for all time.
        unit = DateUnit.MONTH if more else DateUnit.ETERNITY
        common = {"value_type": kind, "entity": self.entity, "definition_period": unit}
        self.system.add_variable(type(name, (Variable,), {**common, "label": name, **more}))

    def prepare(self, found: Record) -> Any:
        """准备: a simulation of one firm with its facts set; it remembers what it computed."""
        simulation = SimulationBuilder().build_default_simulation(self.system, count=1)
        for key, value in found.items():
            number = number_of(key, value) if isinstance(value, str) else value
            simulation.set_input(key, "eternity", np.array([number]))
        return simulation

    def judge(self, simulation: Any) -> Verdicts:
        """判定: every clause once, on a fresh simulation."""
        asked = [simulation.calculate(name, MONTH) for name in self.names]
        return tuple([2 if one[0] else 0 for one in asked])

    def traced(self, simulation: Any) -> Verdicts:
        """留痕: the same with its own trace: a tree of variables, not of conditions."""
        simulation.trace = True
        return self.judge(simulation)
