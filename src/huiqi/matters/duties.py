"""义务清单: the files of obligations, checked, and what they mean for the facts of one firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from huiqi.library import FOLDER
from huiqi.matters.conditions import Verdict, check_rules, judge
from huiqi.matters.figures import check_figures
from huiqi.matters.obligation import EVERY, Due, Duties, Duty, Rhythm, Shift
from huiqi.matters.reading import read_folder
from huiqi.matters.shape import PLACE, SLUG, TOLD
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.months import add_months
from huiqi.rules.policy_checks import check_clauses, check_sources
from huiqi.rules.policy_shape import SOURCES
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.say import title_name
from huiqi.rules.scalars import Choice, Integer
from huiqi.rules.shape import ListOf, Log, Record, may, need
from huiqi.rules.shape_parts import CITE_FIELD, DAY, NAME, TEXT

OBLIGATIONS: Final = "obligations"
A_YEAR: Final = 12
ANY_YEAR: Final = 2021  # a day of 2021 exists in every year
CERTAIN: Final = Verdict("yes")

RHYTHM: Final = Record(
    "rhythm",
    {
        "every": need(Choice(EVERY), "month 每月、quarter 每季、year 每年"),
        "day": need(Integer(), "几日（含）"),
        "month": may(Integer(), "几月；每年的才写"),
        "opens_month": may(Integer(), "从几月起可办"),
        "opens_day": may(Integer(), "从几日起可办"),
    },
    Rhythm,
)
SHIFT: Final = Record(
    "shift", {"kind": need(Choice(("tax",)), "tax：按税期顺延"), "cite": CITE_FIELD}, Shift
)
DUTY: Final = Record(
    "duty",
    {
        "id": need(NAME, "编号，同一文件内不重复"),
        "text": need(TEXT, "做什么"),
        "department": need(TEXT, "报给谁"),
        "place": need(PLACE, "在哪里办"),
        "cite": CITE_FIELD,
        "who": may(TOLD, "谁有这项义务；text 是没有时的一句话"),
        "due": may(RHYTHM, "每次的截止日"),
        "due_open": may(TEXT, "截止日不清楚的原因"),
        "shift": may(SHIFT, "遇休息日顺延的规定"),
        "from": may(DAY, "首日（含）", into="from_"),
        "to": may(DAY, "末日（含）"),
        "consequence": may(TEXT, "不办的后果"),
        "note": may(TEXT, "提醒"),
    },
    Duty,
    exactly_one=("due", "due_open"),
)
DUTIES: Final = Record(
    "duties",
    {
        "id": need(SLUG, "编号，等于文件名"),
        "rank": need(Integer(), "次序，从 1 起"),
        "title": need(TEXT, "名称"),
        "sources": need(SOURCES, "来源文件"),
        "duties": need(ListOf(DUTY, at_least=1), "义务"),
    },
    Duties,
)


@dataclass(frozen=True)
class Bound:
    """一户的义务: whether it binds the firm, and the next times; ``why_not`` for a no.

    ``cite`` is what it rests on, ``shift_cite`` why a day moves. ``missing`` are the facts
    that would settle an unknown. ``unverified``: nobody has compared the days with the source.
    """

    key: str
    text: str
    department: str
    cite: str
    verdict: Verdict
    dues: tuple[Due, ...] = ()
    due_open: str = ""
    why_not: str = ""
    shift_cite: str = ""
    place: str = ""
    url: str = ""
    consequence: str = ""
    note: str = ""
    unverified: bool = False

    @property
    def next(self) -> Due | None:
        """下一次: None where the day is not known."""
        return self.dues[0] if self.dues else None


@lru_cache(maxsize=1)
def obligations() -> tuple[Duties, ...]:
    """全部义务: that ship with huiqi, in the order of their ranks."""
    return load_duties(FOLDER / OBLIGATIONS)


def load_duties(folder: Path) -> tuple[Duties, ...]:
    """读取义务: of a folder; Refused with the problems of every file."""
    found, problems = read_folder(folder, DUTIES, _check)
    if problems:
        raise Refused(problems)
    return tuple(sorted(found, key=lambda one: (one.rank, one.id)))


def checked_duties(library: Path) -> tuple[int, tuple[Problem, ...]]:
    """核对义务: how many a library folder holds, and every problem."""
    try:
        return sum(len(one.duties) for one in load_duties(library / OBLIGATIONS)), ()
    except Refused as refused:
        return 0, refused.problems


def bound_by(facts: Facts, *, groups: tuple[Duties, ...] | None = None) -> tuple[Bound, ...]:
    """一户的义务: on the day of the facts, for the twelve months that begin with it.

    Surely or possibly binding ones first, by their next day; those without a known day after
    them; then those that do not bind.
    """
    until = add_months(facts.on, A_YEAR)
    found = [
        _bound(group, duty, facts, until)
        for group in (obligations() if groups is None else groups)
        for duty in group.duties
        if duty.covers(facts.on) or any(duty.dues(facts.on, until))
    ]
    return tuple(sorted([*found, *_expiries(facts)], key=_order))


def _bound(group: Duties, duty: Duty, facts: Facts, until: date) -> Bound:
    verdict = judge(duty.who.rule, facts) if duty.who else CERTAIN
    return Bound(
        key=f"{group.id}.{duty.id}",
        text=duty.text,
        department=duty.department,
        cite=group.said(duty.cite),
        verdict=verdict,
        dues=tuple(duty.dues(facts.on, until)) if verdict.answer != "no" else (),
        due_open=duty.due_open,
        why_not=duty.who.text if duty.who and verdict.answer == "no" else "",
        shift_cite=group.said(duty.shift.cite) if duty.shift else "",
        place=duty.place.name,
        url=duty.place.url,
        consequence=duty.consequence,
        note=duty.note,
        unverified=group.doubts(duty),
    )


def _expiries(facts: Facts) -> Iterator[Bound]:
    """Titles that run out later: their own list says when."""
    for title in facts.lists.get("titles", ()):
        until = title.get("valid_until")
        if isinstance(until, int) and until >= facts.on.toordinal():
            last = date.fromordinal(until)
            name = title_name(str(title["kind"]), str(title.get("level") or ""))
            yield Bound(
                key=f"titles.{title['kind']}.{last.isoformat()}",
                text=f"{name}到期，要保留的须在此前重新认定或者复核",
                department=FACTS["titles"].sources[0],
                cite=f"在册事实：{FACTS['titles'].label}",
                verdict=CERTAIN,
                dues=(Due(facts.on, last, last),),
            )


def _order(one: Bound) -> tuple[bool, date, str]:
    return one.verdict.answer == "no", one.next.last if one.next else date.max, one.key


def _check(group: Duties, log: Log) -> None:
    if Path(group.file).stem != group.id:
        what = f"编号 {group.id} 与文件名不符。"
        log.say(group.line, what, fix=f"请把文件改名为 {group.id}.yaml。", key="id")
    cites = tuple(group.cites())
    check_sources(group.sources, cites, log)
    check_clauses(group.sources, cites, log)
    ids = [duty.id for duty in group.duties]
    for place, duty in enumerate(group.duties):
        if duty.id in ids[:place]:
            log.say(duty.line, f"编号 {duty.id} 重复。", fix="请改名。", key="id")
        if duty.from_ and duty.to and duty.to < duty.from_:
            what = f"{duty.id} 的末日 {duty.to} 早于首日 {duty.from_}。"
            log.say(duty.line, what, fix="请核对两个日期。", key="to")
        if duty.due:
            _check_rhythm(duty.id, duty.due, log)
    check_rules((duty.who.rule for duty in group.duties if duty.who), log)
    if not log.problems:
        for duty in group.duties:
            if group.doubts(duty):
                texts = {"text": duty.text, "due_open": duty.due_open, "note": duty.note}
                texts["consequence"] = duty.consequence
                texts["who"] = duty.who.text if duty.who else ""
                check_figures(duty.id, duty.line, texts, log)


def _check_rhythm(name: str, due: Rhythm, log: Log) -> None:
    if (due.every == "year") is not (due.month > 0):
        what = f"{name} 的 month 与 every 不符。"
        log.say(due.line, what, fix="每年的要写几月，每月、每季的不写。", key="month")
        return
    # The month after a quarter or a month may be any of them: February is the shortest.
    months = (due.month,) if due.month else (1, 2, 4) if due.every == "month" else (4,)
    written = [(month, due.day) for month in months]
    if due.opens_month:
        written.append((due.opens_month, due.opens_day))
    for month, day in written:
        try:
            date(ANY_YEAR, month, day)
        except ValueError:
            what = f"{name} 的 {month} 月 {day} 日不是每年都有。"
            log.say(due.line, what, fix="请核对月和日。", key="day")
