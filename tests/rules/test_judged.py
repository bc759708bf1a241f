"""判定而不解释: what is judged without saying why is what an answer says."""

import pytest

from huiqi.library import load
from huiqi.rules.answer import Answer
from huiqi.rules.book import OutOfForce
from huiqi.rules.facts import Facts
from huiqi.rules.files import load_cases
from huiqi.rules.judged import Judged

LIBRARY = load()


def _said(found: Answer | Judged) -> tuple[object, ...]:
    money = found.money and (found.money.maximum, found.money.gross, found.money.range)
    return (
        found.policy.id,
        found.verdict,
        found.verdicts,
        found.failed,
        found.missing,
        found.outputs,
        found.expense_limit,
        money,
    )


@pytest.mark.parametrize("programme", LIBRARY.policies)
def test_a_judgement_says_what_the_answer_says_with_its_reasons(programme: str) -> None:
    cases = load_cases(LIBRARY.policy(programme).path)
    # Every mode of judging is compared on all cases elsewhere: here one in seven will do.
    for case in cases.cases[::7]:
        facts = Facts.read(cases.facts(case), case.on, consistent=False)
        judged, answered = LIBRARY.judge(programme, facts), LIBRARY.answer(programme, facts)
        if isinstance(judged, OutOfForce) or isinstance(answered, OutOfForce):
            assert judged == answered
        else:
            assert _said(judged) == _said(answered)
