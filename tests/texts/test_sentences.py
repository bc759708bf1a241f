"""答复用语: what people read, over every worked case of the library."""

from collections.abc import Callable

import pytest

from huiqi.rules.answer import Answer, Reason
from huiqi.rules.dictionary import FACTS
from huiqi.rules.polarity import flag_text
from tests.texts.sentences import (
    CODE,
    DOUBLED,
    HALF_WIDTH,
    IDENTIFIER,
    LONGEST,
    NONE,
    answers,
    nodes,
    said,
    sentences,
)

# One process answers every case, once for all that read the sentences.
pytestmark = pytest.mark.xdist_group("sentences")

FAULTS: dict[str, Callable[[str], object]] = {
    "English word, key or parameter": IDENTIFIER.search,
    "a value of the language": NONE.search,
    "doubled punctuation or word": DOUBLED.search,
    "half-width punctuation": HALF_WIDTH.search,
    "prefix of an industry": CODE.search,
    "too long": lambda text: any(len(one) > LONGEST for one in sentences(text)),
}


def where(fault: Callable[[str], object]) -> dict[str, str]:
    """Each faulty text with the first case that shows it."""
    return {text: name for text, name in said().items() if fault(text)}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_sentence_has_this_fault(fault: str) -> None:
    assert where(FAULTS[fault]) == {}


def unmet() -> list[tuple[str, Answer, Reason]]:
    return [
        (name, answer, reason)
        for name, answer in answers()
        for reason in answer.reasons
        if reason.verdict == "no"
    ]


def test_every_no_says_clause_value_and_need() -> None:
    bare = {
        name: reason.id
        for name, _, reason in unmet()
        if not (reason.clause and reason.value and reason.needed and reason.fact)
    }
    assert bare == {}


def test_every_no_names_in_its_sentence_the_value_it_rests_on() -> None:
    silent = {
        name: leaf.text
        for name, _, reason in unmet()
        for leaf in [reason.tree.deciding()]
        if leaf.value not in leaf.text and leaf.fact != "loans"
    }
    assert silent == {}


def test_every_unknown_says_which_fact_to_give_or_that_the_sources_leave_it_open() -> None:
    silent = {
        name: [reason.id for reason in answer.reasons if reason.verdict == "unknown"]
        for name, answer in answers()
        if answer.verdict == "unknown" and not answer.missing
        if not any("待核" in node.text for reason in answer.reasons for node in nodes(reason.tree))
    }
    assert silent == {}


def test_every_flag_has_a_sentence_for_both_answers() -> None:
    flags = [key for key, fact in FACTS.items() if fact.kind == "flag"]
    told = {key: (flag_text(key, True), flag_text(key, False)) for key in flags}
    assert {key for key, (yes, no) in told.items() if yes == no or len(no) <= 3} == set()
    assert [told[key] for key in ("blacklisted", "loan_settled", "first_loan", "other_cover")] == [
        ("被列入失信名单", "未被列入失信名单"),
        ("贷款已结清", "贷款未结清"),
        ("是首次贷款", "不是首次贷款"),
        ("已有其他担保或补偿", "没有其他担保或补偿"),
    ]
