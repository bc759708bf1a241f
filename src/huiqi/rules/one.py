"""单户判定: one generated Python function judges one subject against all programmes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from huiqi.rules import expr as x
from huiqi.rules import ir, lists
from huiqi.rules.compile import Rules
from huiqi.rules.emit import Emitter
from huiqi.rules.facts import Facts
from huiqi.rules.lower import PAID_PER, Lowered, lower
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.vocabulary import industry_within

Rails = tuple[bool, bool]
Ends = tuple[int, int]
Value = int | bool | str | Rails | Ends | None
Row = tuple[Value, ...]
Verdicts = tuple[int, ...]

Emitted = tuple[Emitter, str, Callable[[], str]]

VERDICTS: Final = ("no", "unknown", "yes")  # a verdict is the number of its rails that are true


class Machine:
    """判定机: all programmes as one function over a row; amounts on demand."""

    def __init__(self, lowered: Lowered) -> None:
        self.graph = lowered.graph
        self.programmes = lowered.programmes
        self.atoms = lowered.atoms
        self.judge: Callable[[Row], Verdicts] = self._made(self._judge_text())
        self._explained = self._made(self._explained_text())
        self._amounts = [self._amount(index) for index in range(len(self.programmes))]

    @classmethod
    def of(cls, rules: Iterable[Rules]) -> Machine:
        """编制: for a set of rules; Refused when a number may leave int64 unmarked."""
        return cls(lower(rules).checked())

    def prepare(self, facts: Facts) -> Row:
        """准备: the row of a subject; Refused when something is asked of several loans."""
        known = facts.known
        loan = single_loan(facts) if self.graph.per_loan else known
        return tuple(
            [
                (loan if slot.loan else known).get(slot.key)  # type: ignore[misc]
                if slot.leaf is None
                else prepared(slot, facts)
                for slot in self.graph.slots
            ]
        )

    def explained(self, row: Row) -> tuple[Verdicts, tuple[bool, ...], tuple[bool, ...]]:
        """逐项: the verdicts, then surely and possibly of every one of ``atoms``."""
        return self._explained(row)  # type: ignore[no-any-return]

    def amount(self, index: int, row: Row) -> Ends | None:
        """金额: (lo, hi) of the net amount of a programme, in the unit of its ``net.per``."""
        made = self._amounts[index]
        return made and made(row)

    # Text and functions

    def _verdicts(self, emitter: Emitter) -> str:
        found = []
        for programme in self.programmes:
            possible = emitter.rail(programme.verdict, sure=False)
            sure = emitter.rail(programme.verdict, sure=True)
            found.append(f"{possible} and 1 + {sure}")
        return f"({''.join(f'{one}, ' for one in found)})"

    def _judge_text(self) -> Emitted:
        emitter = Emitter(self.graph, [programme.verdict for programme in self.programmes])
        return emitter, "judge", lambda: self._verdicts(emitter)

    def _explained_text(self) -> Emitted:
        emitter = Emitter(self.graph, [programme.verdict for programme in self.programmes])

        def result() -> str:
            sure = "".join(f"s{atom}, " for atom in self.atoms)
            possible = "".join(f"p{atom}, " for atom in self.atoms)
            return f"{self._verdicts(emitter)}, ({sure}), ({possible})"

        return emitter, "explained", result

    def _amount(self, index: int) -> Callable[[Row], Ends] | None:
        net = self.programmes[index].net
        if net is None:
            return None
        emitter = Emitter(self.graph, [net.node])
        return self._made(
            (emitter, "amount", lambda: f"{emitter.low(net.node)}, {emitter.high(net.node)}")
        )

    def _made(self, emitted: Emitted) -> Callable[[Row], Any]:
        emitter, name, result = emitted
        text = emitter.function(name, result)
        scope: dict[str, Any] = {table: Table(of) for table, of in emitter.tables.items()}
        # The text is made of node ids, integers and quoted codes only, never of user text.
        exec(compile(text, f"<{name}>", "exec"), scope)  # nosec B102
        return scope[name]  # type: ignore[no-any-return]


class Table(dict[str, Rails]):
    """行业查表: (surely, possibly) inside the prefixes, computed once for each value."""

    def __init__(self, prefixes: tuple[str, ...]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, value: str) -> Rails:
        found = self[value] = inside(value, self._prefixes)
        return found


def inside(value: str, prefixes: tuple[str, ...]) -> Rails:
    """行业属于: (surely, possibly) whether an industry lies in one of the prefixes."""
    rails = [industry_within(value, prefix) for prefix in prefixes]
    return any(sure for sure, _ in rails), any(possible for _, possible in rails)


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
        case x.AnyOver():
            return lists.some_loan(facts)
    raise AssertionError(slot)


def single_loan(facts: Facts) -> Mapping[str, object]:
    """唯一一笔贷款: its facts; several of them are summed by the oracle, one by one."""
    loans = facts.lists.get("loans")
    if loans is None:
        return facts.known
    if len(loans) == 1 and facts.complete.get("loans", True):
        return loans[0]
    raise Refused(
        [
            Problem(
                f"「{facts.name}」的贷款不是恰好一笔，",
                "整批判定每行只算一笔贷款。",
                "请用 explain 逐笔计算，或每笔贷款一行。",
                key="loans",
            )
        ]
    )
