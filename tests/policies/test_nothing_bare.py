"""没有光秃的「不行」: over the whole city every «no» and «unknown» tells the reader what next."""

from huiqi.demo import chenglan
from huiqi.demo.population import TODAY, population
from huiqi.library import load
from huiqi.policies.advising import department, step_of
from huiqi.rules.answer import Answer, Reason
from huiqi.rules.facts import Facts

FIRMS = [chenglan.facts(), *(firm.facts for firm in population())]


def bare(answer: Answer, reason: Reason) -> list[str]:
    """What a reader of one condition is not told."""
    leaf, step = reason.tree.deciding(), step_of(answer, reason)
    told = {
        "clause": reason.clause,
        "value": leaf.value,
        "needed": leaf.needed,
        "text": leaf.text,
        "step": step.text if step else "",
        "department": department(answer),
    }
    return [name for name, words in told.items() if not str(words or "").strip()]


def test_no_answer_of_the_city_is_a_bare_refusal() -> None:
    found = {}
    count = 0
    for facts in FIRMS:
        for answer in load().match(Facts.read(facts, TODAY)).results:
            assert answer.facts.on == TODAY
            for reason in answer.reasons:
                if reason.verdict != "yes":
                    count += 1
                    if lacking := bare(answer, reason):
                        found[answer.policy.id, reason.condition] = lacking
    assert count > 0
    assert found == {}
