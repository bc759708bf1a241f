"""没有光秃的「不行」: over the whole city every «no» and «unknown» tells the reader what next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

import pytest
from django.template.loader import render_to_string

from huiqi.demo import chenglan
from huiqi.demo.population import TODAY, population
from huiqi.kernel.days import told
from huiqi.library import load
from huiqi.policies.advising import department, step_of
from huiqi.policies.matching import Whom, find
from huiqi.rules.answer import Answer, Reason
from huiqi.rules.facts import Facts

FIRMS = [chenglan.facts(), *(firm.facts for firm in population())]
SAID_ON = f"按 {told(TODAY)} 的规则和数据"
# A value that only says that it is not enough tells nobody what it is.
SAYS_NOTHING = {"未达标", "不达标", "没有达到", "未过线", "不符合", "不满足", "否"}
HUMAN = ("人工复核", 'href="tel:12345"')


def bare(answer: Answer, reason: Reason) -> list[str]:
    """What a reader of one condition is not told."""
    leaf, step = reason.tree.deciding(), step_of(answer, reason)
    shown = {
        "clause": reason.clause,
        "value": leaf.value,
        "needed": leaf.needed,
        "text": leaf.text,
        "step": step.text if step else "",
        "department": department(answer),
    }
    empty = [name for name, words in shown.items() if not str(words or "").strip()]
    return empty + ["value"] * (str(leaf.value) in SAYS_NOTHING)


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.verify)])  # every firm
def test_no_answer_of_the_city_is_a_bare_refusal(step: int) -> None:
    found = {}
    count = 0
    for facts in FIRMS[::step]:
        for answer in load().match(Facts.read(facts, TODAY)).results:
            assert answer.facts.on == TODAY
            for reason in answer.reasons:
                if reason.verdict != "yes":
                    count += 1
                    if lacking := bare(answer, reason):
                        found[answer.policy.id, reason.condition] = lacking
    assert count > 0
    assert found == {}


def article(facts: Facts, answer: Answer) -> str:
    """What the list shows of one programme, as it is sent."""
    context = {"answer": answer, "who": Whom(facts), "found": None, "query": "", "on": facts.on}
    return render_to_string("policies/_match.html", context)


def unsaid(page: str, answer: Answer) -> Iterator[str]:
    """What the page does not say: of each condition its own line, of the whole the way on."""
    lines = [unescape(one) for one in re.findall(r'<li class="cond".*?</li>', page, re.DOTALL)]
    for reason, line in zip(answer.reasons, lines, strict=True):
        if reason.verdict == "yes":
            continue
        step = step_of(answer, reason)
        wanted = (reason.condition, reason.tree.deciding().text, step and step.text, reason.clause)
        yield from (f"{reason.id}: {one}" for one in wanted if str(one) not in line)
    whole = unescape(page)
    for words in (SAID_ON, f"找{department(answer)}人工复核", *HUMAN):
        if words not in whole:
            yield words


def bare_on_page(firms: Sequence[dict[str, object]]) -> dict[tuple[str, str], list[str]]:
    """Of each firm and programme what its refusal leaves unsaid on the page."""
    found = {}
    for firm in firms:
        facts = Facts.read(firm, TODAY)
        for answer in find(facts).match.results:
            if answer.verdict != "yes":
                left = list(unsaid(article(facts, answer), answer))
                if left:
                    found[str(firm["name"]), answer.policy.id] = left
    return found


def test_page_says_of_every_refusal_what_why_by_which_clause_what_next_and_who() -> None:
    assert bare_on_page(FIRMS[::50]) == {}


@pytest.mark.verify  # every firm of the city
def test_page_says_so_to_every_firm_of_the_city() -> None:
    assert bare_on_page(FIRMS) == {}


def test_refusal_that_says_nothing_would_be_found() -> None:
    facts = Facts.read(FIRMS[0], TODAY)
    answer = next(one for one in find(facts).match.results if one.verdict == "no")
    page = article(facts, answer)
    assert list(unsaid(page, answer)) == []
    lost = re.sub(r'<span class="cond__mine">.*?</span> ', "", page)
    assert list(unsaid(lost, answer)) != []
    assert list(unsaid(page.replace("12345", ""), answer)) == [HUMAN[1]]
