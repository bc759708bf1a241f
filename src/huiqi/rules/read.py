"""读取事实: from a mapping as people write it; every problem is collected, none hides another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from huiqi.rules import credit_code, vocabulary
from huiqi.rules.consistent import OF_ENTRY, OF_FIRM, contradictions, not_yet_there
from huiqi.rules.dictionary import FACTS, FIRST_DAY, GROUPS, LAST_DAY, MONEY
from huiqi.rules.fields import LISTS, MOST_ENTRIES, Fact
from huiqi.rules.names import nearest
from huiqi.rules.problems import SHOWN, Place, Problem, Refused, shown
from huiqi.rules.say_value import bound
from huiqi.rules.values import BadValue, clean, is_unknown, read_value

COMPLETE: Final = "_complete"
PERIOD: Final = re.compile(r"([0-9]{4})(?:年|年度|\.0|-12-31)?")

_TITLE: Final = {
    "kind": Fact("kind", "code", "称号种类", "titles", vocabulary=vocabulary.TITLES),
    "level": Fact("level", "code", "级别", "titles", vocabulary=vocabulary.LEVELS),
    "granted_on": Fact("granted_on", "date", "认定日期", "titles", lo=FIRST_DAY, hi=LAST_DAY),
    "valid_until": Fact("valid_until", "date", "有效期至", "titles", lo=FIRST_DAY, hi=LAST_DAY),
}
_AWARD: Final = {
    "programme": Fact("programme", "text", "项目", "awards_paid"),
    "amount": Fact("amount", "money", "金额", "awards_paid", unit="元", hi=MONEY),
    "year": Fact("year", "count", "年度", "awards_paid", lo=1900, hi=2199),
    "title": Fact("title", "code", "称号种类", "awards_paid", vocabulary=vocabulary.TITLES),
}
_LOAN: Final = {row[0]: FACTS[row[0]] for row in GROUPS["loans"][0]}
ENTRIES: Final[Mapping[str, Mapping[str, Fact]]] = {
    "titles": _TITLE,
    "awards": _AWARD,
    "loans": _LOAN,
}
REQUIRED: Final = {"titles": "kind", "awards": "programme"}


class Spaced(tuple[object, ...]):
    """有空行的清单: as a page sent it; None is a row that was left empty.

    Such a row says nothing, and those after it keep the number that people see beside them.
    """


class Reader:
    """读取器: collects values and problems of one subject."""

    def __init__(self, on: date, place: Place) -> None:
        self.on, self.place = on, place
        self.at = place  # of the key that is being read
        self.places: dict[str, Place] = {}  # of the facts that were read
        self.known: dict[str, object] = {}
        self.lists: dict[str, tuple[Mapping[str, object], ...]] = {}
        self.complete: dict[str, bool] = {}
        self.sources: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.consistent = True

    def refuse(self) -> None:
        """拒绝: raise Refused when there was any problem."""
        if self.problems:
            raise Refused(self.problems)

    def read(self, given: Mapping[str, object], *, consistent: bool) -> None:
        """读取: every entry of a mapping; problems are kept, not raised.

        Where it is to be ``consistent``, values that cannot be true together are problems.
        """
        self.consistent = consistent
        for raw_key, raw in given.items():
            self.at = self.place.of(str(raw_key))
            key = str(clean(raw_key))
            fact = FACTS.get(key) or BY_LABEL.get(key)
            if fact is not None:
                # A name is kept as registered, with the brackets it has there.
                self._fact(fact, raw if fact.key == "name" and _filled(raw) else clean(raw))
            elif key.endswith(COMPLETE) and key.removesuffix(COMPLETE) in FACTS:
                self._complete(key.removesuffix(COMPLETE), clean(raw))
            else:
                self._unknown_key(key)
        if consistent:
            self._contradictions()

    def _contradictions(self) -> None:
        pairs = contradictions(self.known, FACTS, OF_FIRM)
        for key, what, why, fix in (*pairs, *not_yet_there(self.known, FACTS, self.on)):
            self.problems.append(self.places[key].problem(key, what, why, fix))

    def _unknown_key(self, key: str) -> None:
        hint = _hint(key, [*FACTS, *(fact.label for fact in FACTS.values())])
        self.problem(
            shown(key),
            f"没有名为「{shown(key)}」的事实。",
            hint or "用 huiqi library facts 查看全部事实。",
        )

    def problem(self, key: str, what: str, fix: str = "", why: str = "") -> None:
        """记下问题: at the key that is being read."""
        self.problems.append(self.at.problem(key, what, why, fix))

    def _complete(self, key: str, raw: object) -> None:
        if FACTS[key].kind not in LISTS:
            what = f"「{FACTS[key].label}」不是列表，不能写「{key}{COMPLETE}」。"
            self.problem(key, what, "请去掉这一项。")
            return
        word = shown(raw).lower()
        if word in ("true", "false"):
            self.complete[key] = word == "true"
        else:
            self.problem(key, f"「{key}{COMPLETE}」应是 true 或 false，得到「{shown(raw)}」。")

    def _fact(self, fact: Fact, raw: object) -> None:
        if is_unknown(raw):
            return
        if fact.kind in LISTS:
            self._list(fact, self._with_source(fact, raw))
        elif fact.annual and isinstance(raw, Sequence) and not isinstance(raw, str):
            for one in raw:
                self._dated(fact, one)
        elif isinstance(raw, Mapping):
            self._dated(fact, raw)
        else:
            self._put(fact, raw)

    def _dated(self, fact: Fact, raw: object) -> None:
        """A value with the year it is for, its source, or both."""
        if not isinstance(raw, Mapping) or "value" not in raw:
            self.problem(fact.key, f"「{fact.label}」应是一个值，或 {{value, period, source}}。")
            return
        extra = [shown(name) for name in raw if name not in ("value", "period", "source")]
        if extra:
            self.problem(fact.key, f"「{fact.label}」里没有「{'、'.join(sorted(extra))}」这一项。")
        value = clean(raw["value"])
        target = self._of_period(fact, raw.get("period"))
        if target is None or is_unknown(value):
            return
        self._put(target, value)
        self._source(target, raw.get("source"))

    def _source(self, fact: Fact, raw: object) -> None:
        if is_unknown(clean(raw)):
            return
        if isinstance(raw, str):
            self.sources[fact.key] = shown(raw)
        else:
            self.problem(fact.key, f"「{fact.label}」的来源（source）应是文字。")

    def _of_period(self, fact: Fact, period: object) -> Fact | None:
        """The fact that a value of this year stands for on the day; None for no such fact."""
        if period is None:
            return fact
        if fact.annual is None:
            self.problem(fact.key, f"「{fact.label}」不是年度数据，不需要 period。")
            return None
        told = PERIOD.fullmatch(shown(clean(period)))
        if told is None:
            what = f"「{fact.label}」的年度「{shown(period)}」读不懂，应是 2020 的形式。"
            self.problem(fact.key, what)
            return None
        base, own = fact.annual
        back = self.on.year - 1 - int(told[1])
        # A year that no fact stands for is not used: a rule never falls back on an older one.
        found = next((one for one in FACTS.values() if one.annual == (base, back)), None)
        if own and back != own:
            self._other_year(fact, int(told[1]), found)
            return None
        return found

    def _other_year(self, fact: Fact, year: int, right: Fact | None) -> None:
        """A key with its year in the name, and another year beside it."""
        assert fact.annual is not None
        base, own = fact.annual
        means = f"「{fact.label}」（{fact.key}）在评估日 {self.on.isoformat()} 是"
        what = f"{means} {self.on.year - 1 - own} 年度，period 却写了 {year}。"
        key = right.key if right else base
        self.problem(fact.key, what, f"{year} 年度的值请写在 {key} 下，或改正 period。")

    def _put(self, fact: Fact, raw: object) -> None:
        value = self._value(fact, raw)
        if value is None:
            return
        if fact.key == "credit_code":
            wrong = credit_code.problem_of(str(value).upper())
            if wrong:
                self.problem(fact.key, wrong)
            value = str(value).upper()
        self.places.setdefault(fact.key, self.at)
        if self.known.setdefault(fact.key, value) != value:
            self.problem(
                fact.key, f"「{fact.label}」（{fact.key}）给了两个不同的值。", "请只留一个。"
            )

    def _value(self, fact: Fact, raw: object, where: str = "") -> object:
        try:
            return read_value(fact, raw)
        except BadValue as bad:
            self.problem(fact.key, f"{where}「{fact.label}」（{fact.key}）：{bad.what}", bad.fix)
            return None

    # Lists

    def _list(self, fact: Fact, raw: object) -> None:
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            if fact.kind == "codes" and isinstance(raw, str):
                raw = [
                    part for part in raw.replace("，", ",").replace("、", ",").split(",") if part
                ]
            else:
                self.problem(
                    fact.key, f"「{fact.label}」（{fact.key}）应是一个列表。", "没有时写 []。"
                )
                return
        if len(raw) > MOST_ENTRIES:
            what = f"「{fact.label}」（{fact.key}）有 {len(raw)} 项，最多 {MOST_ENTRIES} 项。"
            self.problem(fact.key, what, "请核对是否重复。")
            return
        is_spaced = isinstance(raw, Spaced)
        entries = [
            self._entry(fact, one, number)
            for number, one in enumerate(raw, 1)
            if one is not None or not is_spaced
        ]
        self.lists[fact.key] = tuple(entry for entry in entries if entry is not None)
        if fact.kind == "awards":
            self._sum_of_awards(fact)

    def _sum_of_awards(self, fact: Fact) -> None:
        """All together no more than one amount of money may be: rules count on that bound."""
        amounts = [item.get("amount") for item in self.lists[fact.key]]
        if sum(amount for amount in amounts if isinstance(amount, int)) > MONEY:
            most = bound(_AWARD["amount"], MONEY)
            what = f"「{fact.label}」（{fact.key}）的金额合计过大，应不超过 {most}。"
            self.problem(fact.key, what, "请核对金额的单位，以及是否重复。")

    def _with_source(self, fact: Fact, raw: object) -> object:
        """The list itself where it comes as {value, source}."""
        if not isinstance(raw, Mapping) or set(raw) != {"value", "source"}:
            return raw
        self._source(fact, raw["source"])
        return raw["value"]

    def _entry(self, fact: Fact, raw: object, number: int) -> Mapping[str, object] | None:
        where = f"「{fact.label}」第 {number} 项："
        if fact.kind == "codes":
            one = Fact(fact.key, "code", fact.label, fact.group, vocabulary=fact.vocabulary)
            return self._value(one, clean(raw), where)  # type: ignore[return-value]
        if not isinstance(raw, Mapping):
            self.problem(fact.key, f"{where}应是 {{{'、'.join(ENTRIES[fact.kind])}}}。")
            return None
        entry = self._fields(fact, raw, where)
        wanted = REQUIRED.get(fact.kind)
        if wanted and wanted not in entry and not is_unknown(clean(raw.get(wanted))):
            return None
        if wanted and wanted not in entry:
            self.problem(fact.key, f"{where}缺少「{wanted}」。")
            return None
        pairs = OF_ENTRY[fact.kind] if self.consistent else ()
        for _, what, why, fix in contradictions(entry, ENTRIES[fact.kind], pairs):
            self.problem(fact.key, where + what, fix, why)
        return entry

    def _fields(self, fact: Fact, raw: Mapping[str, object], where: str) -> Mapping[str, object]:
        fields, entry = ENTRIES[fact.kind], {}
        for key, one in raw.items():
            if key not in fields:
                what = f"{where}没有「{shown(key)}」这一项。"
                self.problem(fact.key, what, _hint(str(key), list(fields)))
            elif not is_unknown(clean(one)):
                value = self._value(fields[key], clean(one), where)
                if value is not None:
                    entry[key] = value
        return entry


def _hint(name: str, known: Sequence[str]) -> str:
    """What a name was probably meant to be; nobody means one that is longer than all there are."""
    near = nearest(name, known) if len(name) <= SHOWN else ""
    return f"是否为「{near}」？" if near else ""


def _filled(raw: object) -> bool:
    return isinstance(raw, str) and raw == raw.strip() and not is_unknown(raw)


# By the label as it is after cleaning, for that is how it is looked up (Ⅰ becomes I).
BY_LABEL: Final[Mapping[str, Fact]] = {str(clean(fact.label)): fact for fact in FACTS.values()}
