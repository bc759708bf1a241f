"""申报的主干: a call is published, a firm hands in, the stages follow one another."""

from datetime import timedelta

import pytest

from huiqi.kernel.refusals import Denied, Refused
from huiqi.ledger.enums import Stage
from huiqi.parties.models import Organization
from huiqi.programmes import actions
from huiqi.programmes.models import Application, Call
from huiqi.programmes.stages import running
from tests.cast import NOW, Player
from tests.ledger.books import WAN, Books
from tests.programmes.applying import CLOSES, filled_in, handed_in

pytestmark = pytest.mark.django_db


def test_a_published_call_sets_its_money_aside(books: Books, call: Call) -> None:
    assert books.balance(Stage.COMMITTED) == 60 * WAN
    assert call.number == "SBTZ-2021-000001"


def test_the_drafter_does_not_publish_his_own_call(books: Books, qin: Player) -> None:
    from tests.programmes.applying import a_call

    with pytest.raises(Denied, match="起草人不能自己审定或发布"):
        a_call(qin, qin, books.upgrade, 60 * WAN)


def test_an_application_that_is_complete_is_taken_and_its_first_stage_opens(
    draft: Application, lan: Player
) -> None:
    filled_in(draft, lan)
    snapshot = handed_in(draft, lan)
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.asked_fen) == ("active", "JG-2021-000001", 10_000_000)
    run = running.current(draft)
    assert run is not None
    assert run.due_on is not None
    assert (run.kind, run.state, run.due_on.isoformat()) == ("formal_check", "open", "2021-11-03")
    assert snapshot.content["result"]["verdict"] == "yes"
    assert draft.documents.get().content["sha256"] == snapshot.digest


def test_handed_in_twice_with_the_same_key_it_is_taken_once(
    draft: Application, lan: Player
) -> None:
    filled_in(draft, lan)
    assert handed_in(draft, lan).pk == handed_in(draft, lan).pk


def test_everything_that_is_missing_is_told_at_once(draft: Application, lan: Player) -> None:
    with pytest.raises(Refused) as refused:
        handed_in(draft, lan)
    assert "没有填「项目名称」" in refused.value.problems
    assert "没有交「付款凭证」" in refused.value.problems


def test_one_second_late_is_not_taken_and_the_draft_stays(draft: Application, lan: Player) -> None:
    filled_in(draft, lan)
    with pytest.raises(Refused, match="申报已于 2021-11-19 18:00:00 截止"):
        actions.submit_application(
            application=draft, key="late", arrived_at=CLOSES, actor=lan.actor, now=CLOSES
        )
    draft.refresh_from_db()
    assert draft.state == "draft"
    in_time = CLOSES - timedelta(microseconds=1)
    actions.submit_application(
        application=draft, key="in-time", arrived_at=in_time, actor=lan.actor, now=CLOSES
    )


def test_an_agent_prepares_and_does_not_hand_in(
    draft: Application, wu: Player, lan: Player, chenglan: Organization
) -> None:
    from huiqi.parties.queries import actors_of

    agent = next(one for one in actors_of(wu.person, NOW) if one.organization_id == chenglan.pk)
    actions.save_answers(
        application=draft, given={"project_name": "改造"}, revision=0, actor=agent, now=NOW
    )
    with pytest.raises(Denied):
        actions.submit_application(application=draft, key="k", arrived_at=NOW, actor=agent, now=NOW)


def test_two_editors_never_overwrite_each_other_silently(
    draft: Application, lan: Player, min_: Player
) -> None:
    actions.save_answers(
        application=draft, given={"project_name": "甲"}, revision=0, actor=lan.actor, now=NOW
    )
    with pytest.raises(actions.Conflict) as conflict:
        actions.save_answers(
            application=draft, given={"project_name": "乙"}, revision=0, actor=min_.actor, now=NOW
        )
    assert (conflict.value.theirs, conflict.value.mine) == (
        {"project_name": "甲"},
        {"project_name": "乙"},
    )
