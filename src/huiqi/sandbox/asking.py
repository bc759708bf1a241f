"""推演的提问: what was written on the form or sent by a program, read into two texts to compare.

Every mistake is told at once, each under the name of its field as ``key``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

import huiqi
from huiqi.citywide.models import CityRegister
from huiqi.kernel.words import worded
from huiqi.library import Library, load
from huiqi.policies.models import RuleDraft
from huiqi.policies.rule_texts import checked, rule_versions
from huiqi.rules.assumed import assumed, share_of
from huiqi.rules.budget import ALL, MOST_YEARS
from huiqi.rules.compile import Rules
from huiqi.rules.given import Given
from huiqi.rules.policy import Policy
from huiqi.rules.problems import Problem, Refused
from huiqi.rules.reworded import reworded
from huiqi.rules.simulate import AFTER, BEFORE, Texts
from huiqi.rules.sweep.question import ENTERPRISE, Question
from huiqi.sandbox.models import LONGEST_TITLE
from huiqi.sandbox.results import SHAPE

USUAL_YEARS: Final = "3"
VERSION: Final = re.compile(r"\d{1,8}")

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """所问: as it was written; what is empty is left as it is.

    ``parameters`` and ``rules`` are set in the text ``after``, a rule that is dropped stands
    in ``dropped``. ``before`` and ``after`` are versions of the programme's rule drafts; empty
    is the rule in force. ``take_up`` is the share of firms that apply in each of the budget
    ``years``.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    on: str = ""
    take_up: str = ""
    years: str = ""
    title: str = ""


@dataclass(frozen=True)
class Settled:
    """定下的问题: two texts of a programme on a day, and what is assumed of those who apply."""

    texts: Texts
    question: Question
    take_up: Fraction
    years: int
    settings: Mapping[str, Any]
    title: str

    def identity(self, register: CityRegister) -> str:
        """问题的哈希: the same for the same question of the same register, by the same huiqi."""
        told = [
            *(self.question.digest, register.sha256, huiqi.__version__, SHAPE),
            *(str(self.take_up), self.years),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def rules(self, side: str) -> Rules:
        """编好的规则: of one text, as the page tells the differences."""
        policy = self.texts.before if side == BEFORE else self.texts.after
        # Where facts of each firm select the edition, the last one speaks for all.
        edition = policy.edition_on(self.texts.on) or policy.editions[-1]
        library = Library({**self.texts.library.policies, policy.id: policy})
        return library.compiled(policy, edition, self.texts.on, self.texts.on)


def is_for_firms(policy: Policy) -> bool:
    """是否给企业: only such a programme can be tried on a register of firms."""
    return policy.subject == ENTERPRISE


def settled(programme: str, asked: Asked, today: date) -> Settled:
    """定下: ``asked`` of a programme; Refused with every field that cannot be used."""
    reading = _Reading(programme, asked, Given(today))
    return reading.settled()


@dataclass
class _Reading:
    programme: str
    asked: Asked
    given: Given

    def settled(self) -> Settled:
        held = load().policy(self.programme)
        if not is_for_firms(held):
            what = worded("「%(title)s」不是给企业的政策，", title=held.title)
            self.problem(what, _("名册里的企业不能逐户判断，不能推演。"), "")
            self.given.refuse()
        before, old = self.text(BEFORE, self.asked.before)
        after, new = self.text(AFTER, self.asked.after)
        on = self.day(new or old)
        take_up, years = self.take_up(), self.years()
        title = self.title()
        changed = self.changed(after, on)
        if before is not None and before is after is changed and not self.given.problems:
            self.problem(_("没有改动任何地方，"), _("请改一个参数、一条条件，或换一版规则。"), "")
        self.given.refuse()
        assert before is not None
        assert changed is not None
        texts = Texts(load(), before, changed, on)
        settings = {
            "parameters": {name: text.strip() for name, text in self.set_ones().items()},
            "rules": dict(self.reworded_ones()),
            BEFORE: _draft(old),
            AFTER: _draft(new),
            "take_up": str(take_up),
            "years": years,
        }
        return Settled(texts, texts.question(), take_up, years, settings, title)

    def problem(self, what: str, fix: str, key: str) -> None:
        self.given.problems.append(Problem(what, fix=fix, key=key))

    def text(self, side: str, version: str) -> tuple[Policy | None, RuleDraft | None]:
        """The policy as it stands in a version; the second is that version, if one was named."""
        version = version.strip()
        if not version:
            return load().policy(self.programme), None
        found = rule_versions(self.programme).filter(version=version) if _is(version) else None
        draft = found.first() if found is not None else None
        if draft is None:
            what = worded("没有规则第 %(version)s 版。", version=version[:20])
            self.problem(what, _("请从列出的各版里选。"), side)
            return None, None
        told = checked(draft)
        if told.policy is None or told.problems:
            what = worded("规则第 %(version)s 版还有问题，不能推演。", version=version)
            self.problem(what, _("请打开那一版，按列出的问题改好。"), side)
            return None, draft
        return told.policy, draft

    def day(self, draft: RuleDraft | None) -> date:
        """As written; else the first day of the draft, where it is still to come, or today."""
        if self.asked.on.strip():
            reading = Given(self.given.today)
            day = reading.day(self.asked.on, _("推演的日期"))
            self.given.problems += [replace(one, key="on") for one in reading.problems]
            return day
        first = draft.from_on if draft else None
        return max(first, self.given.today) if first else self.given.today

    def set_ones(self) -> dict[str, str]:
        return {name: text for name, text in self.asked.parameters.items() if text.strip()}

    def reworded_ones(self) -> dict[str, str]:
        written = {name: rule.strip() for name, rule in self.asked.rules.items() if rule.strip()}
        return written | dict.fromkeys(self.asked.dropped, "")

    def changed(self, after: Policy | None, on: date) -> Policy | None:
        """The text with the parameters set and the conditions reworded, or None with problems."""
        if after is None:
            return None
        set_ones, reworded_ones = self.set_ones(), self.reworded_ones()
        found = after
        if set_ones:
            settings = [f"{name}={text.strip()}" for name, text in set_ones.items()]
            found = self.attempt("parameters", lambda: assumed(after, on, settings)) or after
        if reworded_ones:
            with_them = found  # conditions read the parameters as they were set
            found = (
                self.attempt("rules", lambda: reworded(load(), with_them, on, reworded_ones))
                or found
            )
        return found

    def attempt(self, kind: str, read: Callable[[], T]) -> T | None:
        """The policy, or None with its problems under the names of the fields."""
        try:
            return read()
        except Refused as refused:
            for one in refused.problems:
                key = f"{kind}.{one.key}" if one.key else ""
                self.given.problems.append(replace(one, key=key))
            return None

    def take_up(self) -> Fraction:
        written = self.asked.take_up.strip()
        try:
            return share_of(written, _("申请率")) if written else ALL
        except Refused as refused:
            self.given.problems += [replace(one, key="take_up") for one in refused.problems]
            return ALL

    def years(self) -> int:
        written = self.asked.years.strip() or USUAL_YEARS
        if written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= MOST_YEARS:
            return int(written)
        what = worded("不能测算「%(text)s」个年度。", text=written[:20])
        self.problem(what, worded("请写 1 至 %(most)s 的整数。", most=MOST_YEARS), "years")
        return 1

    def title(self) -> str:
        title = self.asked.title.strip()
        if len(title) > LONGEST_TITLE:
            what = worded("名称有 %(have)s 个字，", have=len(title))
            self.problem(what, worded("最多 %(most)s 个。", most=LONGEST_TITLE), "title")
        return title


def _is(version: str) -> bool:
    return version.isascii() and bool(VERSION.fullmatch(version))


def _draft(draft: RuleDraft | None) -> dict[str, Any] | None:
    return {"version": draft.version, "digest": draft.digest} if draft else None
