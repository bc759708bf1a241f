"""形式审查: told once, waited for, never refused by the calendar."""

from datetime import datetime, timedelta

import pytest

from huiqi.inbox.models import Message
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.programmes.actions.correcting import tell_of_unanswered
from huiqi.programmes.models import Application, CorrectionRequest, Decision
from huiqi.programmes.stages import formal_check, refusing
from tests.application import as_the_application
from tests.cast import NOW, Player
from tests.programmes.desk import CLAUSE, case_url, press, run_of
from tests.programmes.pages import browser, read, set_clock, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def correction(active: Application, qin: Player) -> CorrectionRequest:
    """覃越 has told what is missing."""
    items = [{"text": "补付款凭证", "clause": CLAUSE}, {"text": "补合同"}]
    return formal_check.ask_correction(run=run_of(active), items=items, actor=qin.actor, now=NOW)


def _after(correction: CorrectionRequest) -> datetime:
    days = (correction.due_on - NOW.date()).days + 1
    return NOW + timedelta(days=days)


def test_the_clock_stands_while_the_firm_completes_its_file(
    active: Application, correction: CorrectionRequest
) -> None:
    run = run_of(active)
    assert (run.state, run.due_on) == ("returned", None)
    assert [one["text"] for one in correction.items] == ["补付款凭证", "补合同"]


def test_a_correction_without_items_is_refused_and_what_was_typed_stays(
    active: Application, qin: Player
) -> None:
    answer = press(browser(qin), active, "correct/", text=["", ""], item_clause=["第九条", ""])
    assert (answer.status_code, told(answer)) == (409, ["请写明要补正什么，一次说全"])
    assert "第九条" in answer.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_it_is_told_once(active: Application, correction: CorrectionRequest, qin: Player) -> None:
    with pytest.raises(WrongState):
        formal_check.ask_correction(
            run=run_of(active), items=[{"text": "再补"}], actor=qin.actor, now=NOW
        )


def test_no_decision_against_a_firm_while_it_has_days_left(
    active: Application, correction: CorrectionRequest, qin: Player
) -> None:
    with pytest.raises(Refused) as refused:
        refusing.refuse(
            run=run_of(active), clause=CLAUSE, reason="材料不齐", actor=qin.actor, now=NOW
        )
    assert list(refused.value.problems) == [
        f"企业的补正期限到 {correction.due_on}，期满以前不能作出不利决定"
    ]
    assert not Decision.objects.exists()


def test_what_stays_unanswered_is_told_to_the_office_and_decided_by_a_person(
    active: Application, correction: CorrectionRequest, qin: Player
) -> None:
    later = _after(correction)
    with as_the_application():
        assert tell_of_unanswered(actor=SYSTEM, now=NOW) == 0
        assert tell_of_unanswered(actor=SYSTEM, now=later) == 1
        assert tell_of_unanswered(actor=SYSTEM, now=later) == 1
    mine = Message.objects.filter(person=qin.person, title__contains="逾期未补正")
    assert mine.count() == 1
    active.refresh_from_db()
    assert active.state == "returned"  # the calendar refuses nobody
    set_clock(later)
    assert "企业逾期未补正" in read(browser(qin), case_url(active))
    given = {"as": "not_accepted", "clause": CLAUSE, "reason": "逾期未补正", "used": "unanswered"}
    answer = press(browser(qin), active, "refuse/", **given)
    assert answer.status_code == 302, told(answer)
    active.refresh_from_db()
    assert active.state == "refused"
    decision = Decision.objects.get(application=active)
    assert (decision.verdict, [one["condition"] for one in decision.used]) == (
        "not_accepted",
        ["一次性告知补正"],
    )


def test_nothing_passes_on_data_that_are_away(active: Application, qin: Player) -> None:
    Application.objects.filter(pk=active.pk).update(degraded=["assets"])
    answer = press(browser(qin), active, "accept/", clause=CLAUSE)
    assert answer.status_code == 409
    assert told(answer) == ["「资产总额」的数据源已经恢复，还没有补核，每小时补核一次"]


def test_a_no_needs_a_clause_and_a_reason(active: Application, qin: Player) -> None:
    answer = press(browser(qin), active, "refuse/", clause="", reason="")
    assert answer.status_code == 409
    assert len(told(answer)) >= 1
    assert not Decision.objects.exists()
