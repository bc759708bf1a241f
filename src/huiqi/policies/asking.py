"""提问: which facts a page can ask for, how, and what an answer says; kept in the session only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from huiqi.parties.units import unit_word
from huiqi.policies import listing
from huiqi.rules.answer import Answer
from huiqi.rules.dictionary import FACTS
from huiqi.rules.facts import Facts
from huiqi.rules.fields import Fact
from huiqi.rules.problems import Refused
from huiqi.rules.questions import Question, next_questions
from huiqi.rules.read import COMPLETE
from huiqi.rules.vocabulary import DISTRICTS

Widget = Literal["flag", "choice", "text", "titles", "rows"]
Answers = MutableMapping[str, Any]

SESSION: Final = "answers"
MOST_FIRMS: Final = 20  # whose answers one browser keeps, the latest ones
FIRST: Final = ("district", "industry", "employees")  # what tells most, of somebody unknown
LONGEST: Final = 200
CHOICES: Final = 40  # more than so many are written, not chosen
# What tells who somebody is. It is known by a credit code or a login, and is never passed on.
NOT_ASKED: Final = ("name", "credit_code")


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


def may_ask(key: str) -> bool:
    """可问: whether there is such a fact, and a page asks for it."""
    return key in FACTS and key not in NOT_ASKED


def asked(key: str, question: Question | None = None) -> Asked:
    """提问方式: of one fact; ``rows`` are asked for on a page of their own."""
    fact = FACTS[key]
    return Asked(
        key,
        fact.label,
        widget_of(fact),
        _hint(fact),
        _choices(fact),
        int(question.possible * 100) if question else 0,
        len(question.programmes) if question else 0,
    )


def widget_of(fact: Fact) -> Widget:
    """控件: by which a fact is asked for."""
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
            return "rows"
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
    return fact.unit and _("以%(unit)s计") % {"unit": unit_word(fact.unit)}


def questions(answers: Iterable[Answer], most: int = 3) -> list[Asked]:
    """接着问: the facts that settle the most money first."""
    found = (asked(one.fact, one) for one in next_questions(answers) if may_ask(one.fact))
    return list(islice(found, most))


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


def all_titles() -> list[Choice]:
    """全部称号: for the page that asks for all of them."""
    return [Choice(code, name) for code, name in FACTS["titles"].vocabulary.items()]


# Answers


def own_facts(answers: Mapping[str, Any], on: date) -> Facts:
    """自答事实: what somebody answered; what can no longer be read is left out."""
    kept = readable(answers)
    try:
        return Facts.read(kept, on)
    except Refused as refused:
        # The day may have moved, or the dictionary: the rest of the answers still stand.
        wrong = {problem.key for problem in refused.problems}
        rest = {key: value for key, value in kept.items() if key not in wrong}
        return own_facts(rest, on) if len(rest) < len(kept) else Facts(on)


def readable(answers: Mapping[str, Any]) -> dict[str, Any]:
    """能读的回答: those whose fact is still in the dictionary, and whether a list is complete."""
    return {
        str(key): value
        for key, value in answers.items()
        if may_ask(str(key)) or may_ask(str(key).removesuffix(COMPLETE))
    }


def take_answer(answers: Answers, key: str, given: Mapping[str, str], on: date) -> list[str]:
    """收下回答: into ``answers``; every problem in sentences, and then nothing is changed.

    An empty answer takes the earlier one back. An unknown key is told like a wrong answer.
    """
    return take_answers(answers, [key], given, on)


def take_answers(
    answers: Answers, keys: Iterable[str], given: Mapping[str, str], on: date
) -> list[str]:
    """收下几个回答: as ``take_answer``, all of them or none."""
    wanted = list(keys)
    if not wanted or not all(may_ask(key) for key in wanted):
        return [_("没有这个问题，请刷新页面。")]
    changed = dict(answers)
    for key in wanted:
        _put(changed, FACTS[key], given)
    told = {key: value for key in wanted for key, value in _of_fact(changed, key)}
    try:
        Facts.read({**readable(answers), **told}, on)
    except Refused as refused:
        return [str(problem) for problem in refused.problems]
    answers.clear()
    answers.update(changed)
    return []


def _of_fact(answers: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    return ((one, answers[one]) for one in (key, key + COMPLETE) if one in answers)


def _put(answers: Answers, fact: Fact, given: Mapping[str, str]) -> None:
    for key in (fact.key, fact.key + COMPLETE):
        answers.pop(key, None)
    if widget_of(fact) == "rows":
        answers.update(listing.told(fact, given))
        return
    value: Any = given.get(fact.key, "").strip()[:LONGEST]
    if fact.kind == "titles" and value:
        value = list(_title_entries(given))  # an empty list says: surely none
    if value != "":
        answers[fact.key] = value


def _title_entries(given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for code in FACTS["titles"].vocabulary:
        granted = given.get(f"{code}.granted_on", "").strip()[:LONGEST]
        until = given.get(f"{code}.valid_until", "").strip()[:LONGEST]
        level = given.get(f"{code}.level", "").strip()[:LONGEST]
        if granted or until:
            entry = {"kind": code, "granted_on": granted, "valid_until": until, "level": level}
            yield {key: value for key, value in entry.items() if value}
