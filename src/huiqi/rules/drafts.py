"""规则草稿: the text of one programme as uploaded, checked as the library checks its own.

All problems are told at once, each with its line; every case says whether it agrees. The text is
laid out as a programme's folder, so that a draft passes the very checks of a file that ships.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from huiqi.rules.book import Library
from huiqi.rules.check import rule_problems
from huiqi.rules.diff import Change, changes
from huiqi.rules.files import CASES_FILE, RULES, SOURCE, load_cases, load_policy
from huiqi.rules.laid import lay
from huiqi.rules.library_checks import spanning_problems
from huiqi.rules.policy_checks import case_problems, clause_problems
from huiqi.rules.problems import Problem, Refused, unreadable
from huiqi.rules.testing import tried

if TYPE_CHECKING:
    from huiqi.rules.cases import Case, Cases
    from huiqi.rules.compile import Rules
    from huiqi.rules.policy import Policy

MOST_BYTES: Final = 300_000  # of each file; the longest that ships has a seventh of it
A_DAY: Final = timedelta(days=1)
# What makes it another programme: every answer ever given rests on them.
FIXED: Final = (("subject", "对象"), ("kind", "类别"), ("edition_by", "选版日期"))


@dataclass(frozen=True)
class Tried:
    """案例结果: what one worked example says; ``told`` is every difference, empty: it agrees."""

    name: str
    on: date
    line: int
    told: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """是否相符."""
        return not self.told


@dataclass(frozen=True)
class Drafted:
    """草稿检查结果: the policy (None: not readable), its cases, and every problem of both files."""

    policy: Policy | None
    cases: tuple[Tried, ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """是否可用: nothing is wrong and every case agrees."""
        return self.policy is not None and not self.problems and all(c.agrees for c in self.cases)


def read_draft(programme: str, rules: bytes, cases: bytes, library: Library) -> Drafted:
    """检查草稿: of a programme of ``library``, against the other programmes as they stand in it."""
    problems = list(_too_large(rules, cases))
    if problems:
        return Drafted(None, (), tuple(problems))
    with TemporaryDirectory(prefix="huiqi-draft-") as place:
        folder = lay_out(Path(place), programme, rules, cases)
        try:
            found = _read(programme, folder, library)
        except RecursionError:
            problem = Problem("内容里括号嵌套得太深。", fix="请把公式拆成几个命名值。", file=RULES)
            found = Drafted(None, (), (problem,))
    return replace(found, problems=tuple(_told(found.problems)))


def read_policy(held: Policy, place: Path, library: Library) -> Policy:
    """读取草稿: of the programme ``held``, from a rules.yaml or from the folder in which that is.

    Refused with all problems of the text, and of the cases beside it in a folder; a text alone is
    a trial, whose cases may still be those of the old one. Whether cases agree is not asked.
    """
    rules = place / RULES if place.is_dir() else place
    alone = not (place.is_dir() and (place / CASES_FILE).is_file())
    cases = held.path / CASES_FILE if alone else place / CASES_FILE
    try:
        found = read_draft(held.id, rules.read_bytes(), cases.read_bytes(), library)
    except OSError as error:
        raise Refused([unreadable(error, str(error.filename or place))]) from error
    names = {RULES: str(rules), CASES_FILE: str(cases)}
    problems = [
        replace(one, file=names.get(one.file, one.file))
        for one in found.problems
        if one.file == RULES or not alone
    ]
    if problems or found.policy is None:
        raise Refused(problems)
    return replace(found.policy, file=str(rules), path=held.path)


def lay_out(place: Path, programme: str, rules: bytes, cases: bytes) -> Path:
    """摆成文件夹: of a programme below ``place``, as the library has them; the folder."""
    texts = {Path(RULES): rules, Path(CASES_FILE): cases, Path(SOURCE): b""}
    return lay(place.joinpath(*programme.split(".")), texts)


def _too_large(rules: bytes, cases: bytes) -> Iterator[Problem]:
    for name, data in ((RULES, rules), (CASES_FILE, cases)):
        if len(data) > MOST_BYTES:
            what = f"文件有 {len(data):,} 字节，最多 {MOST_BYTES:,} 字节。"
            yield Problem(what, fix="请核对是否选错了文件。", file=name)
        if not data.strip():
            yield Problem("文件是空的。", fix="请从现行版本改起，或核对是否选错了文件。", file=name)


def _read(programme: str, folder: Path, library: Library) -> Drafted:
    problems: list[Problem] = []
    policy = cases = None
    try:
        policy = load_policy(folder)
    except Refused as refused:
        problems += refused.problems
    try:
        cases = load_cases(folder)
    except Refused as refused:
        problems += refused.problems
    if policy is None:
        return Drafted(None, (), tuple(problems))
    beside = Library(dict(sorted({**library.policies, programme: policy}.items())))
    problems += _another(library.policy(programme), policy)
    problems += _spanning(beside, policy)
    problems += clause_problems(policy)
    if cases is not None:
        problems += case_problems(cases, policy)
    try:
        problems += rule_problems(beside, policy)
        told = _tried(beside, policy, cases) if cases is not None else ()
    except Refused as refused:
        problems += refused.problems
        told = ()
    return Drafted(policy, told, tuple(problems))


def _another(held: Policy, policy: Policy) -> Iterator[Problem]:
    """What an edition may not change of a programme."""
    for name, word in FIXED:
        before, after = getattr(held, name), getattr(policy, name)
        if before != after:
            what = f"{word}由 {before} 改成了 {after}。"
            why = "已经给出的答复都以它为准，换了就是另一个项目。"
            fix = f"请改回 {name}: {before}；确要换的，另立一个项目。"
            yield Problem(what, why, fix, policy.file, policy.line, name)


def _spanning(beside: Library, policy: Policy) -> Iterator[Problem]:
    """What disagrees with the other programmes, told where it stands in this file."""
    for one in spanning_problems(beside.policies, list(beside.policies)):
        if one.file == policy.file:
            yield one


def _tried(library: Library, policy: Policy, cases: Cases) -> tuple[Tried, ...]:
    return tuple(_one(library, policy, cases, case) for case in cases.cases)


def _one(library: Library, policy: Policy, cases: Cases, case: Case) -> Tried:
    head = f"案例「{case.name}」："
    told = [
        f"{one.what.removeprefix(head)}{one.why}{one.fix}"
        for one in tried(library, policy, cases, case)
    ]
    return Tried(case.name, case.on, case.line, tuple(dict.fromkeys(told)))


def _told(problems: Iterable[Problem]) -> list[Problem]:
    """In the order of the files, which are named as they were uploaded."""
    named = dict.fromkeys(
        replace(one, file=Path(one.file).name if one.file else RULES) for one in problems
    )
    return sorted(named, key=lambda one: (one.file != RULES, one.line))


def differences(
    library: Library, old: Policy, new: Policy, since: date
) -> list[tuple[date, list[Change]]]:
    """与现行版的差异: from ``since`` on, by the day from which they differ so.

    The first entry is always that of ``since``, empty where nothing is different yet.
    """
    mine = Library({**library.policies, new.id: new})
    days = sorted({since, *_turns(old, since), *_turns(new, since)})
    found: list[tuple[date, list[Change]]] = []
    for day in days:
        told = changes(_rules_on(library, old, day), _rules_on(mine, new, day))
        before = [one.text for one in found[-1][1]] if found else None
        if [one.text for one in told] != before:
            found.append((day, told))
    return found


def _turns(policy: Policy, since: date) -> Iterator[date]:
    """Days after ``since`` on which a text begins to say something else."""
    for edition in policy.editions:
        dated = policy.text_of(edition).parameters.values()
        days = [edition.from_, *(one.from_ for each in dated for one in each.values)]
        if edition.to is not None and edition.to < date.max:
            days.append(edition.to + A_DAY)
        yield from (day for day in days if day > since)


def _rules_on(library: Library, policy: Policy, day: date) -> Rules | None:
    edition = policy.edition_on(day)
    return library.compiled(policy, edition, day, day) if edition else None
