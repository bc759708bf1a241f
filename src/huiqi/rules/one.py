"""单户判定: one generated Python function judges one subject against all programmes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from huiqi.rules import expr as x
from huiqi.rules import ir, lists
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.emit import Emitter
from huiqi.rules.facts import Facts
from huiqi.rules.lower import PAID_PER, Lowered, lower
from huiqi.rules.vocabulary import within

Rails = tuple[bool, bool]
Ends = tuple[int, int]
Value = int | bool | str | Rails | Ends | None
Row = Sequence[Value]
Verdicts = tuple[int, ...]

Emitted = tuple[Emitter, str, Callable[[], str]]

VERDICTS: Final = ("no", "unknown", "yes")  # a verdict is the number of its rails that are true


class Machine:
    """判定机: all programmes as one function over a row; amounts and outputs on demand."""

    def __init__(self, lowered: Lowered) -> None:
        self.graph = lowered.graph
        self.programmes = lowered.programmes
        self.atoms = lowered.atoms
        self.judge: Callable[[Row], Verdicts] = self._made(self._judge_text())
        self._explained = self._made(self._explained_text())
        self._amounts: dict[int, Callable[[Row], tuple[Ends, ...]]] = {}
        self._numbers: dict[int, Callable[[Row], tuple[Ends, ...]]] = {}
        self._inputs = Inputs(self.graph)
        self._gathered = self.graph.gathered
        if self.graph.loans is not None:
            self._loan_inputs = Inputs(self.graph.loans)
            self._each = self._made(self._each_text(self.graph.loans))

    @classmethod
    def of(cls, rules: Iterable[Rules]) -> Machine:
        """编制: for a set of rules; Refused when a number may leave int64 unmarked."""
        return cls(lower(rules).checked())

    def prepare(self, facts: Facts) -> Row:
        """准备: the row of a subject, with what is asked of its loans summed up."""
        row = self._inputs.of(facts)
        if self._gathered:
            found = [self._each(loan) for loan in self._loan_inputs.of_loans(facts)]
            for position, (slot, _) in enumerate(self._gathered):
                ends = [one[position] for one in found]
                summed = self.graph.slots[slot].kind == "range"
                row[slot] = total(ends) if summed else any_of(ends)
        return tuple(row)

    def explained(self, row: Row) -> tuple[Verdicts, tuple[bool, ...], tuple[bool, ...]]:
        """逐项: the verdicts, then surely and possibly of every one of ``atoms``."""
        return self._explained(row)  # type: ignore[no-any-return]

    def amount(self, index: int, row: Row) -> Ends | None:
        """金额: (lo, hi) of the net amount of a programme, in the unit of its ``net.per``."""
        net = self.programmes[index].net
        if net is None:
            return None
        made = self._amounts.get(index)
        if made is None:
            made = self._amounts[index] = self._made(self._numbers_text((net,)))
        return made(row)[0]

    def numbers(self, index: int, row: Row) -> tuple[Ends, ...]:
        """全部数值: (lo, hi) of each of a programme's ``numbers``, each in its own unit."""
        made = self._numbers.get(index)
        if made is None:
            text = self._numbers_text(self.programmes[index].numbers)
            made = self._numbers[index] = self._made(text)
        return made(row)

    # Text and functions

    def _verdicts(self, emitter: Emitter) -> str:
        found = []
        for programme in self.programmes:
            possible = emitter.rail(programme.verdict, sure=False)
            sure = emitter.rail(programme.verdict, sure=True)
            found.append(f"{possible} and 1 + {sure}")
        return _tuple(found)

    def _judge_text(self) -> Emitted:
        emitter = Emitter(self.graph, [programme.verdict for programme in self.programmes])
        return emitter, "judge", lambda: self._verdicts(emitter)

    def _explained_text(self) -> Emitted:
        emitter = Emitter(self.graph, [programme.verdict for programme in self.programmes])

        def result() -> str:
            sure, possible = (_tuple(f"{end}{atom}" for atom in self.atoms) for end in "sp")
            return f"{self._verdicts(emitter)}, {sure}, {possible}"

        return emitter, "explained", result

    def _numbers_text(self, numbers: Sequence[ir.Number]) -> Emitted:
        emitter = Emitter(self.graph, [number.node for number in numbers])
        return emitter, "numbers", lambda: _tuple(emitter.ends(one.node) for one in numbers)

    def _each_text(self, loans: ir.Graph) -> Emitted:
        """What one loan adds to every slot that sums up the loans."""
        nodes = [node for _, node in self._gathered]
        emitter = Emitter(loans, nodes)
        return emitter, "each", lambda: _tuple(emitter.ends(node) for node in nodes)

    def _made(self, emitted: Emitted) -> Callable[[Row], Any]:
        emitter, name, result = emitted
        text = emitter.function(name, result)
        scope: dict[str, Any] = {table: Table(*of) for table, of in emitter.tables.items()}
        # The text is made of node ids, integers and quoted codes only, never of user text.
        exec(compile(text, f"<{name}>", "exec"), scope)  # nosec B102
        return scope[name]  # type: ignore[no-any-return]


class Table(dict[str, Rails]):
    """属于查表: (surely, possibly) inside one of the codes, computed once for each value."""

    def __init__(self, key: str, codes: tuple[str, ...]) -> None:
        super().__init__()
        self._fact, self._codes = FACTS[key], codes

    def __missing__(self, value: str) -> Rails:
        found = self[value] = within(self._fact, value, self._codes)
        return found


class Inputs:
    """输入: reads the slots of a graph from facts; those that sum up loans are left None."""

    def __init__(self, graph: ir.Graph) -> None:
        slots = list(enumerate(graph.slots))
        # What is not read as it stands has no key here, and so is not known at first.
        self._keys = [slot.key if slot.kind in ir.AS_IS else "" for slot in graph.slots]
        self._prepared = [(index, slot) for index, slot in slots if slot.leaf is not None]
        self._of_loan = [(index, slot.key) for index, slot in slots if slot.loan]
        self._told = [index for index, slot in slots if slot == ir.TOLD]

    def of(self, facts: Facts) -> list[Any]:
        """一户: what the subject's facts put into the slots."""
        row: list[Any] = list(map(facts.known.get, self._keys))
        for index, slot in self._prepared:
            row[index] = prepared(slot, facts)
        return row

    def of_loans(self, facts: Facts) -> list[list[Any]]:
        """逐笔: a row for each of ``lists.loans``, with the facts of the subject beside its own."""
        shared = self.of(facts)
        return [self._with(loan, told, shared) for loan, told in lists.loans(facts)]

    def _with(self, loan: Mapping[str, object], told: bool, shared: list[Any]) -> list[Any]:
        row = shared.copy()
        for index, key in self._of_loan:
            row[index] = loan.get(key)
        for index in self._told:
            row[index] = told, True
        return row


def prepared(slot: ir.Slot, facts: Facts) -> Value:
    """清单输入值: what a subject's lists put into a slot, in whole units of the slot."""
    match slot.leaf:
        case x.Paid(programme, on):
            low, high = lists.paid(facts, programme, on)
            return int(low * PAID_PER), int(high * PAID_PER)
        case x.Count(title, on):
            low, high = lists.count(facts, title, on)
            return int(low), int(high)
        case x.Held() | x.Granted() | x.Items():
            return lists.test(facts, slot.leaf)
    raise AssertionError(slot)


def total(ends: Iterable[Ends]) -> Ends:
    """合计: the sums of the lower and of the upper ends."""
    found = list(ends)
    return sum(low for low, _ in found), sum(high for _, high in found)


def any_of(rails: Iterable[Rails]) -> Rails:
    """任一: surely, and possibly, at least one."""
    found = list(rails)
    return any(sure for sure, _ in found), any(possible for _, possible in found)


def _tuple(parts: Iterable[str]) -> str:
    return f"({''.join(f'{part}, ' for part in parts)})"
