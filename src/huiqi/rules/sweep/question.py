"""全库问题: which programmes are asked of a register on a day, and by which rules for which rows.

Most programmes have one edition for everybody. Where a day among the facts selects it (when a
loan was drawn), each span of days with the same text and parameters has rules of its own, and
every row is judged by those of its day: the filters come from the rules, never from what a
programme says of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from huiqi.rules import ir
from huiqi.rules.book import Library
from huiqi.rules.compile import Rules
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.lower import Lowered, lower
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.snapshot import EPOCH, LOANS
from huiqi.rules.sweep.mapped import Extra
from huiqi.rules.sweep.received import Received, received_of

ENTERPRISE: Final = "enterprise"
SIZE: Final = "national.sme_size"  # whose first output is the size class
PLACES: Final = ("district", "industry")
UNTOLD: Final = -1  # no fact names the day
Days = tuple[int, int]  # day numbers, both ends included
FIRST, LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True)
class Line:
    """项目版本: what is reported together: one edition of one programme."""

    programme: str
    version: str
    title: str
    pays: bool

    @property
    def name(self) -> str:
        """文件名: of its matches and sets."""
        return f"{self.programme}@{self.version}"


@dataclass(frozen=True)
class Selecting:
    """选版日期: of every row, as ``selecting_day``: the fact ``key``, of several loans the earliest
    day within one of the editions (``spans``)."""

    key: str
    spans: tuple[Days, ...]

    @property
    def name(self) -> str:
        """列名: another one where the editions differ."""
        digest = hashlib.sha256(repr(self.spans).encode()).hexdigest()
        return f"{self.key}-{digest[:12]}"

    def column(self) -> Extra:
        """附加列: day numbers, ``UNTOLD`` where the facts name none."""
        return Extra(self.name, (self.key, LOANS), self.days, self.day_of)

    def day_of(self, facts: Facts) -> int:
        """一户日期: of the facts of one subject."""
        loans = facts.lists.get(LOANS)
        if loans is not None:
            return self._chosen(day for one in loans if isinstance(day := one.get(self.key), int))
        day = facts.get(self.key)
        return day if isinstance(day, int) else UNTOLD

    def days(self, table: Any) -> np.ndarray[Any, Any]:
        """各行日期: of a table with the columns that are read."""
        days = _scalar_days(table, self.key)
        if LOANS in table.column_names:
            for row, loans in enumerate(table.column(LOANS).to_pylist()):
                if loans is not None:
                    days[row] = self._of_loans(loans)
        return days

    def _of_loans(self, loans: list[dict[str, Any]]) -> int:
        days = (loan.get(self.key) for loan in loans)
        return self._chosen(day.toordinal() for day in days if isinstance(day, date))

    def _chosen(self, days: Iterable[int]) -> int:
        told = sorted(days)
        within = (day for day in told if any(a <= day <= b for a, b in self.spans))
        return next(within, told[0] if told else UNTOLD)


@dataclass(frozen=True)
class Variant:
    """适用规则: for a line, at the same place as its lowered programme.

    Rows whose selecting day (by ``days_of``, a name) lies in ``days``; None is every row. Those
    that surely received it already (by ``received``, a name) get nothing more.
    """

    line: int
    days: Days | None = None
    days_of: str = ""
    received: str = ""


@dataclass(frozen=True)
class Question:
    """问题: everything that a worker needs to judge blocks of a register.

    ``asking`` is ``lowered`` in the order in which a person is asked, over the same slots; where
    texts are compared nobody is asked what is missing, and it is ``lowered`` itself.
    ``size`` is the place of the size standard among the lowered programmes and ``levels`` its
    classes from 1; the first variants stand at the same places as their programmes.
    """

    on: date
    lines: tuple[Line, ...]
    variants: tuple[Variant, ...]
    lowered: Lowered
    asking: Lowered
    selecting: tuple[Selecting, ...] = ()
    received: tuple[Received, ...] = ()
    size: int | None = None
    levels: tuple[str, ...] = ()
    digest: str = ""

    @property
    def extra(self) -> tuple[Extra, ...]:
        """附加列: the selecting day of every row, and whether it surely received a support."""
        days = (one.column() for one in self.selecting)
        return (*days, *(one.column() for one in self.received))


def asked(library: Library, on: date, programmes: Sequence[str] = ()) -> Question:
    """提问: of all programmes for firms (or those named) that are in force on ``on``.

    Refused with every programme that is unknown, not for firms, or not in force on any day
    that counts.
    """
    policies = _chosen(library, programmes)
    several = _Several(library, on)
    for policy in policies:
        several.add(library, policy)
    if programmes:
        _refuse_idle(policies, {one.programme for one in several.lines}, on)
    if not several.lines:
        raise Refused([Problem(f"{on} 没有生效的项目。", fix="请换一个日期。")])
    return several.question()


def asked_of_versions(
    library: Library, versions: Sequence[tuple[str, Policy]], on: date
) -> Question:
    """几种文本的提问: of texts of one programme, each named; a line for each edition of each.

    All are in one graph, so whatever they share is judged once. The line's version is the name
    and the edition's. Refused where a text is not for firms, or not in force on any day that
    counts.
    """
    several = _Several(library, on)
    for name, policy in versions:
        for_firms(policy)
        held = library.policies.get(policy.id) is policy
        beside = library if held else Library({**library.policies, policy.id: policy})
        before = len(several.lines)
        several.add(beside, policy, f"{name}:")
        if len(several.lines) == before:
            _refuse_idle([policy], set(), on)
    return several.question(seeks=False)


def asked_of_rules(several: Sequence[tuple[str, Rules]], on: date) -> Question:
    """几套规则的提问: of rules that are compiled already, each named, for every row; no groups."""
    asked = _Several(Library({}), on)
    for name, one in several:
        asked.judge_by(_line(one.policy, one, f"{name}:"), one)
    return asked.question(seeks=False)


def _line(policy: Policy, one: Rules, name: str) -> Line:
    return Line(policy.id, f"{name}{one.version}", policy.title, one.net is not None)


class _Several:
    """What a question asks, as programmes are added to it."""

    def __init__(self, library: Library, on: date) -> None:
        self._library, self._on = library, on
        self.lines: dict[Line, int] = {}
        self._variants: list[Variant] = []
        self._rules: list[Rules] = []
        self._selecting: dict[Selecting, None] = {}
        self._received: dict[Received, None] = {}

    def add(self, library: Library, policy: Policy, name: str = "") -> None:
        for days, one in rules_of(library, policy, self._on):
            day_of = _day_of(policy) if days else None
            self.judge_by(_line(policy, one, name), one, days, day_of)

    def judge_by(
        self, line: Line, one: Rules, days: Days | None = None, day_of: Selecting | None = None
    ) -> None:
        place = self.lines.setdefault(line, len(self.lines))
        if day_of:
            self._selecting[day_of] = None
        received = received_of(one)
        if received:
            self._received[received] = None
        names = (day_of.name if day_of else "", received.name if received else "")
        self._variants.append(Variant(place, days, *names))
        self._rules.append(one)

    def question(self, *, seeks: bool = True) -> Question:
        columns = tuple(self._selecting), tuple(self._received)
        shape = _Shape(tuple(self.lines), tuple(self._variants), *columns)
        return _question(self._library, self._on, shape, self._rules, seeks=seeks)


@dataclass(frozen=True)
class _Shape:
    lines: tuple[Line, ...]
    variants: tuple[Variant, ...]
    selecting: tuple[Selecting, ...]
    received: tuple[Received, ...]


def _question(
    library: Library, on: date, shape: _Shape, rules: list[Rules], *, seeks: bool
) -> Question:
    standard = library.policies.get(SIZE)
    edition = standard.edition_on(on) if standard else None
    size: int | None = None
    levels: tuple[str, ...] = ()
    if standard and edition:
        size = len(rules)
        rules = [*rules, library.compiled(standard, edition, on, on)]
        levels = tuple(str(level) for level in getattr(rules[-1].outputs[0][1], "levels", ()))
    lowered = lower(rules).checked()
    asking = lower(rules, by_tiers=False) if seeks else lowered
    assert asking.graph.slots == lowered.graph.slots
    for key in PLACES:
        # Read of every row for the break-down, whatever the rules ask.
        lowered.graph.slot(ir.Slot("code", key))
    told = [on.isoformat(), [_text_of(one) for one in rules], repr(shape)]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    shared = (shape.lines, shape.variants, lowered, asking, shape.selecting, shape.received)
    return Question(on, *shared, size, levels, digest)


def _text_of(rules: Rules) -> list[str]:
    return [rules.policy.id, rules.version, repr(rules.verdict), repr(rules.net)]


def _chosen(library: Library, programmes: Sequence[str]) -> list[Policy]:
    if not programmes:
        return [one for one in library.policies.values() if one.subject == ENTERPRISE]
    problems: list[Problem] = []
    found: list[Policy] = []
    for name in dict.fromkeys(programmes):
        try:
            policy = library.policy(name)
        except Refused as refused:
            problems += refused.problems
            continue
        if policy.subject == ENTERPRISE:
            found.append(policy)
        else:
            problems.append(_of_another(policy))
    if problems:
        raise Refused(problems)
    # In the order of the library, so that the same programmes are the same question.
    order = {name: place for place, name in enumerate(library.policies)}
    return sorted(found, key=lambda one: order[one.id])


def for_firms(policy: Policy) -> Policy:
    """给企业的项目: itself; Refused where no firm can be judged by it."""
    if policy.subject != ENTERPRISE:
        raise Refused([_of_another(policy)])
    return policy


def _of_another(policy: Policy) -> Problem:
    what = f"「{policy.id}」不是给企业的项目（对象是{policy.subject}），"
    return Problem(what, "名册里的企业不能逐户判断。", "请用 huiqi explain。")


def _refuse_idle(policies: Iterable[Policy], found: set[str], on: date) -> None:
    idle = [policy for policy in policies if policy.id not in found]
    if idle:
        fix = "请换一个日期，或去掉它。"
        raise Refused([Problem(f"「{one.id}」在 {on} 没有生效的版本。", fix=fix) for one in idle])


def rules_of(library: Library, policy: Policy, on: date) -> Iterator[tuple[Days | None, Rules]]:
    """适用规则: by which rows are judged, each with the selecting days that it is for."""
    if policy.edition_by not in FACTS:
        edition = policy.edition_on(on)
        if edition is not None:
            yield None, library.compiled(policy, edition, on, on)
        return
    for first, last in _spans(library, policy):
        day = date.fromordinal(first)
        edition = policy.edition_on(day)
        if edition is not None:
            yield (first, last), library.compiled(policy, edition, on, day)


def _spans(library: Library, policy: Policy) -> Iterator[Days]:
    """Spans of days, both ends included, within which text and parameters are the same."""
    starts = {FIRST}
    for one in (policy, *(library.policy(name) for name in policy.uses.values())):
        for edition in one.editions:
            text = one.text_of(edition)
            starts.add(edition.from_.toordinal())
            if edition.to is not None and edition.to < date.max:
                starts.add((edition.to + timedelta(1)).toordinal())
            for parameter in text.parameters.values():
                starts |= {dated.from_.toordinal() for dated in parameter.values}
    ordered = sorted(starts)
    yield from zip(ordered, [*(day - 1 for day in ordered[1:]), LAST], strict=True)


def _day_of(policy: Policy) -> Selecting:
    spans = tuple(
        (one.from_.toordinal(), one.to.toordinal() if one.to else LAST) for one in policy.editions
    )
    return Selecting(policy.edition_by, spans)


def _scalar_days(table: Any, key: str) -> np.ndarray[Any, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    days = np.full(len(table), UNTOLD, dtype=np.int64)
    if key in table.column_names:
        column = table.column(key).combine_chunks().cast(pa.date32())
        known = column.is_valid().to_numpy(zero_copy_only=False)
        numbers = pc.fill_null(column.cast(pa.int32()), 0).to_numpy(zero_copy_only=False)
        days[known] = numbers.astype(np.int64)[known] + EPOCH
    return days
