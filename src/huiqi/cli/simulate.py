"""政策沙盘命令: what a changed rule would mean for a register; nothing is published by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from huiqi import __version__
from huiqi.cli import output
from huiqi.cli.affected import MOST_LISTED, SUFFIXES, written
from huiqi.cli.given import today
from huiqi.cli.progress import Progress
from huiqi.cli.simulated import show
from huiqi.library import load
from huiqi.rules.assumed import assumed, share_of
from huiqi.rules.budget import days_of
from huiqi.rules.drafts import read_policy
from huiqi.rules.given import Given
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem
from huiqi.rules.simulate import Sandbox
from huiqi.rules.sweep.question import for_firms
from huiqi.rules.sweep.run import default_shelf
from huiqi.rules.trial import COMPARED, DRAFT, Asked, Draft, tried

if TYPE_CHECKING:
    from argparse import Namespace


def run(asked: Namespace) -> int:
    """执行: the answer as JSON, or a page; the affected firms in a file where that is asked."""
    read = _Read(asked)
    trial = read.asked()
    with ExitStack() as stack:
        box = read.box(stack)
        assert trial is not None
        found = tried(box, trial, None if asked.out else MOST_LISTED, Progress().told)
    if asked.out:
        written(Path(asked.out), found)
    if asked.json:
        output.print_json({"huiqi": __version__, **found.to_dict(MOST_LISTED)})
    else:
        show(output.Page(), found, asked.out)
    return 0


@dataclass
class _Read:
    """What was written on the command line, read so that no mistake hides another."""

    words: Namespace
    given: Given = field(init=False)
    on: date = field(init=False)

    def __post_init__(self) -> None:
        day = today()
        if self.words.city:
            from huiqi.cli.of_city import as_the_city

            day = as_the_city()
        self.given = Given(day)
        self.on = self.given.day(self.words.on, "--on")
        self.given.problems += _of_words(self.words)

    def box(self, stack: ExitStack) -> Sandbox:
        """The register, open; that of the city is there until ``stack`` ends.

        Refused with its problems and all others; the city is read where there is none.
        """
        shelf = Path(self.words.snapshots) if self.words.snapshots else default_shelf()
        named, given = self.words.population, self.given
        box = given.attempt(lambda: Sandbox(Path(named), shelf)) if named else None
        given.refuse()
        if box is None:
            from huiqi.cli.of_city import city_register

            folder = stack.enter_context(TemporaryDirectory(prefix="huiqi-city-"))
            path = Path(folder) / "city.parquet"
            stack.enter_context(city_register(path, self.on))
            box = Sandbox(path, shelf)
        return box

    def asked(self) -> Asked | None:
        """The drafts with their settings, the years and the take-up; None with any problem."""
        words, given = self.words, self.given
        share = given.attempt(lambda: share_of(words.take_up, "--take-up"))
        years = given.number(words.years, "--years") if words.years is not None else 1
        if years is not None:
            number = years
            given.attempt(lambda: days_of(self.on, number))
        policy = given.attempt(lambda: for_firms(load().policy(words.programme)))
        drafts = list(self._drafts(policy)) if policy else []
        if given.problems or not drafts or policy is None or years is None:
            return None
        return Asked(load(), policy.id, tuple(drafts), self.on, years, share or Fraction(1))

    def _drafts(self, policy: Policy) -> Iterator[Draft]:
        words, given = self.words, self.given
        settings = tuple(words.settings)
        text = (
            given.attempt(lambda: read_policy(policy, Path(words.draft), load()))
            if words.draft
            else policy
        )
        if text is not None:
            read = text
            changed = given.attempt(lambda: assumed(read, self.on, settings))
            if changed is not None:
                yield Draft(DRAFT, changed, settings, words.draft or "")
        if words.compare:
            other = given.attempt(lambda: read_policy(policy, Path(words.compare), load()))
            if other is not None:
                yield Draft(COMPARED, other, (), words.compare)


def _of_words(words: Namespace) -> Iterator[Problem]:
    if words.city == bool(words.population):
        fix = "请写名册的路径，或写 --city 取本市在库的企业，两者写一个。"
        yield Problem("不知道在哪份名册上试。", fix=fix)
    if not words.settings and not words.draft:
        fix = "请写 --set 参数=值，或 --draft 规则草稿；只有一份草稿也写 --draft。"
        yield Problem("没有要试的改动。", fix=fix)
    if not words.out:
        return
    out = Path(words.out)
    if out.suffix not in SUFFIXES:
        fix = f"请写成 {'、'.join(SUFFIXES)} 之一。"
        yield Problem("--out 的文件类型不认识。", fix=fix, file=words.out)
    if out.exists():
        yield Problem("已经有这个文件，", "不会覆盖。", "请换一个 --out。", words.out)
    elif not out.parent.is_dir():
        yield Problem("没有这个文件夹。", fix="请先建立它，或换一个 --out。", file=str(out.parent))
