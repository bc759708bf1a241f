"""提问: which facts a page can ask for, how, and what an answer says; kept in the session only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact
from huiqi.rules.problems import Refused
from huiqi.rules.questions import Question, next_questions
from huiqi.rules.vocabulary import DISTRICTS

Widget = Literal["flag", "choice", "text", "titles"]
Answers = MutableMapping[str, Any]

SESSION: Final = "answers"
FIRST: Final = ("district", "industry", "employees")  # what tells most, of somebody unknown
LONGEST: Final = 200
CHOICES: Final = 40  # more than so many are written, not chosen


@dataclass(frozen=True)
class Choice:
    """选项: its code and what people call it."""

    code: str
    name: str


@dataclass(frozen=True)
class Asked:
    """所问: one fact as a page asks for it; ``hint`` says how to write it."""

    key: str
    label: str
    widget: Widget
    hint: str
    choices: tuple[Choice, ...] = ()
    possible_fen: int = 0
    programmes: int = 0


def asked(key: str, question: Question | None = None) -> Asked | None:
    """提问方式: of one fact, or None where a page cannot ask for it in a line."""
    fact = FACTS[key]
    widget = _widget(fact)
    if widget is None:
        return None
    return Asked(
        key,
        fact.label,
        widget,
        _hint(fact),
        _choices(fact),
        int(question.possible * 100) if question else 0,
        len(question.programmes) if question else 0,
    )


def _widget(fact: Fact) -> Widget | None:
    match fact.kind:
        case "flag":
            return "flag"
        case "code" if len(fact.vocabulary) <= CHOICES:
            return "choice"
        case "district":
            return "choice"
        case "titles":
            return "titles"
        case "awards" | "loans" | "codes":
            return None
    return "text"


def _choices(fact: Fact) -> tuple[Choice, ...]:
    names = DISTRICTS if fact.kind == "district" else fact.vocabulary
    # The city as a whole is no answer to «in which district».
    return tuple(Choice(code, name) for code, name in names.items() if code != "440300")


def _hint(fact: Fact) -> str:
    match fact.kind:
        case "money":
            return _("以元计，也可以写 1,000万")
        case "rate":
            return _("写 5% 或 0.05")
        case "date":
            return _("写 2021-10-20")
        case "industry":
            return _("国民经济行业分类的代码或名称，如 3983 或 零售业")
        case "titles":
            return _("有的填发证日和有效期，没有的留空")
    return fact.unit and _("以%(unit)s计") % {"unit": fact.unit}


def questions(answers: Iterable[Answer], most: int = 3) -> list[Asked]:
    """接着问: the facts that settle the most money first, as far as a page can ask for them."""
    found = (asked(one.fact, one) for one in next_questions(answers))
    return [one for one in found if one][:most]


def titles_asked(answers: Iterable[Answer]) -> list[Choice]:
    """问哪些称号: those that the programmes still waiting for titles name."""
    names = FACTS["titles"].vocabulary
    waiting = {
        leaf.needed
        for answer in answers
        for reason in answer.reasons
        for leaf in reason.tree.leaves()
        if leaf.fact == "titles"
    }
    return [
        Choice(code, name)
        for code, name in names.items()
        if any(name in needed for needed in waiting)
    ]


# Answers


def own_facts(answers: Mapping[str, Any], on: date) -> Facts:
    """自答事实: what somebody answered; what can no longer be read is left out."""
    kept = {key: value for key, value in answers.items() if key in FACTS}
    try:
        return Facts.read(kept, on)
    except Refused as refused:
        # The day may have moved, or the dictionary: the rest of the answers still stand.
        wrong = {problem.key for problem in refused.problems}
        rest = {key: value for key, value in kept.items() if key not in wrong}
        return Facts.read(rest, on) if wrong & kept.keys() else Facts(on)


def take_answer(answers: Answers, key: str, given: Mapping[str, str], on: date) -> list[str]:
    """收下回答: into ``answers``; every problem in sentences, and then nothing is changed.

    An empty answer takes the earlier one back. An unknown key is told like a wrong answer.
    """
    fact = FACTS.get(key)
    if fact is None or _widget(fact) is None:
        return [_("没有这个问题，请刷新页面。")]
    value = _titles(given) if fact.kind == "titles" else given.get(key, "").strip()[:LONGEST]
    if value == "":
        answers.pop(key, None)
        return []
    try:
        Facts.read({**_readable(answers), key: value}, on)
    except Refused as refused:
        return [str(problem) for problem in refused.problems]
    answers[key] = value
    return []


def _readable(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key in FACTS}


def _titles(given: Mapping[str, str]) -> list[dict[str, str]] | str:
    """Those with a day; an empty list says surely none, if the question was answered at all."""
    return list(_title_entries(given)) if "titles" in given else ""


def _title_entries(given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for code in FACTS["titles"].vocabulary:
        granted = given.get(f"{code}.granted_on", "").strip()[:LONGEST]
        until = given.get(f"{code}.valid_until", "").strip()[:LONGEST]
        level = given.get(f"{code}.level", "").strip()[:LONGEST]
        if granted or until:
            entry = {"kind": code, "granted_on": granted, "valid_until": until, "level": level}
            yield {key: value for key, value in entry.items() if value}
