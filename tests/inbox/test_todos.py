"""待办: opened once, for whom they are and nobody else, the most urgent first."""

from datetime import datetime, timedelta

import pytest

from huiqi.inbox.actions import (
    Draft,
    Whom,
    close_todo,
    move_due,
    open_todo,
    release_todo,
    take_todo,
    tick_off,
)
from huiqi.inbox.clocks import DueMoment, working_days
from huiqi.inbox.enums import Outcome
from huiqi.inbox.models import Todo
from huiqi.inbox.queries import closed_todos_of, todos_of
from huiqi.kernel.access import ANONYMOUS, SYSTEM, Actor
from huiqi.kernel.now import CITY
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.parties.queries import actors_of
from tests.cast import NOW, TODAY, Player
from tests.inbox.conftest import a_todo, overdue
from tests.kernel.threads import together


def texts(actor: Actor) -> list[str]:
    return [todo.text for todo in todos_of(actor)]


def test_same_key_is_the_same_todo(lan: Player) -> None:
    first = a_todo("1", Whom(person=lan.person), text="补传发票")
    again = a_todo("1", Whom(person=lan.person), text="另一件事")
    assert (again.pk, again.text) == (first.pk, "补传发票")
    assert texts(lan.actor) == ["补传发票"]


def test_closed_todo_is_not_opened_again_by_its_key(lan: Player) -> None:
    a_todo("1", Whom(person=lan.person))
    closed = close_todo(key="1", actor=SYSTEM, now=NOW)
    assert closed is not None
    assert a_todo("1", Whom(person=lan.person)).done_at == NOW
    assert texts(lan.actor) == []
    assert [todo.pk for todo in closed_todos_of(lan.actor)] == [closed.pk]


def test_closing_twice_keeps_the_first_end(lan: Player) -> None:
    a_todo("1", Whom(person=lan.person))
    close_todo(key="1", actor=SYSTEM, now=NOW, outcome=Outcome.DROPPED)
    later = close_todo(key="1", actor=SYSTEM, now=NOW + timedelta(days=1))
    assert later is not None
    assert (later.done_at, later.outcome) == (NOW, Outcome.DROPPED)
    assert close_todo(key="unheard of", actor=SYSTEM, now=NOW) is None


def test_todo_for_a_role_is_seen_by_who_holds_it_and_by_the_owner_of_the_firm(
    lan: Player, min_: Player, shan: Player, wu: Player, chenglan: Organization
) -> None:
    a_todo("1", Whom(organization=chenglan, role=Role.FINANCE))
    agent = actors_of(wu.person, NOW)[1]
    seen = [len(texts(actor)) for actor in (lan.actor, min_.actor, shan.actor, agent)]
    assert seen == [1, 1, 0, 0]


def test_todo_for_an_organization_is_seen_by_its_members_and_by_an_agent_who_may_edit(
    lan: Player, min_: Player, shan: Player, wu: Player, chenglan: Organization
) -> None:
    a_todo("1", Whom(organization=chenglan))
    own, lent = actors_of(wu.person, NOW)
    seen = [len(texts(actor)) for actor in (lan.actor, min_.actor, shan.actor, lent, own)]
    assert seen == [1, 1, 0, 1, 0]


def test_chief_of_a_section_does_not_see_what_officers_have_to_do(
    qin: Player, he: Player, bureau: Organization
) -> None:
    a_todo("1", Whom(organization=bureau, role=Role.BUREAU_OFFICER))
    assert [len(texts(one.actor)) for one in (qin, he)] == [1, 0]


def test_own_todo_is_seen_whomever_one_acts_for(wu: Player) -> None:
    a_todo("1", Whom(person=wu.person))
    assert [len(texts(actor)) for actor in actors_of(wu.person, NOW)] == [1, 1]


@pytest.mark.parametrize("actor", [ANONYMOUS, SYSTEM])
def test_nobody_has_nothing_to_do(lan: Player, actor: Actor) -> None:
    a_todo("1", Whom(person=lan.person))
    assert texts(actor) == []


def test_overdue_come_first_and_what_has_no_deadline_last(lan: Player) -> None:
    me = Whom(person=lan.person)
    a_todo("无期限", me, days=None)
    a_todo("七日", me, days=7)
    a_todo("两日", me, days=2)
    overdue("超期", me, NOW - timedelta(days=3))
    assert texts(lan.actor) == ["办理超期", "办理两日", "办理七日", "办理无期限"]


def test_deadline_skips_the_national_day_and_counts_the_make_up_saturday() -> None:
    due = working_days(3, start=datetime(2021, 9, 30, tzinfo=CITY).date())
    assert due == DueMoment(datetime(2021, 10, 11, 18, tzinfo=CITY))


def test_deadline_in_a_year_without_a_published_calendar_is_provisional() -> None:
    assert working_days(5, start=datetime(2031, 3, 3, tzinfo=CITY).date()).provisional


def test_every_rule_a_draft_breaks_is_told_at_once(lan: Player, chenglan: Organization) -> None:
    draft = Draft(
        key="1",
        whom=Whom(person=lan.person, organization=chenglan),
        text="",
        url="//example.org/",
    )
    with pytest.raises(Refused) as refused:
        open_todo(draft=draft, actor=SYSTEM, now=NOW)
    assert set(refused.value.problems) >= {
        "待办要么给一个人，要么给一个单位",
        "待办要写明做什么",
        "待办只能指向本平台的页面，例如 /policies/",
    }


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org", "/\\example.org", "a"])
def test_todo_never_leads_to_another_site(lan: Player, url: str) -> None:
    with pytest.raises(Refused):
        a_todo("1", Whom(person=lan.person), url=url)


def test_people_cannot_open_close_or_move_todos_of_the_city(lan: Player) -> None:
    draft = Draft(key="1", whom=Whom(person=lan.person), text="给自己")
    with pytest.raises(Denied):
        open_todo(draft=draft, actor=lan.actor, now=NOW)
    a_todo("1", Whom(person=lan.person))
    with pytest.raises(Denied):
        close_todo(key="1", actor=lan.actor, now=NOW)
    with pytest.raises(Denied):
        move_due(key="1", due=None, actor=lan.actor)


def test_paused_clock_moves_the_deadline(lan: Player) -> None:
    a_todo("1", Whom(person=lan.person), days=2)
    later = working_days(9, start=TODAY)
    move_due(key="1", due=later, actor=SYSTEM)
    assert Todo.objects.get().due_at == later.at


def test_who_takes_a_todo_on_is_its_owner_until_given_back(
    lan: Player, min_: Player, chenglan: Organization
) -> None:
    todo = a_todo("1", Whom(organization=chenglan, role=Role.FINANCE))
    assert todo.responsible == "深圳市澄澜智能装备有限公司 企业财务"
    assert take_todo(todo=todo, actor=min_.actor).responsible == "周敏"
    with pytest.raises(Refused, match="已由周敏接手"):
        take_todo(todo=todo, actor=lan.actor)
    with pytest.raises(Denied):
        release_todo(todo=todo, actor=lan.actor)
    assert release_todo(todo=todo, actor=min_.actor).owner is None


def test_foreign_firm_takes_nothing_on(shan: Player, chenglan: Organization) -> None:
    with pytest.raises(Denied):
        take_todo(todo=a_todo("1", Whom(organization=chenglan)), actor=shan.actor)


def test_only_what_may_be_ticked_off_by_hand_is(lan: Player) -> None:
    me = Whom(person=lan.person)
    reminder = a_todo("提醒", me, by_hand=True)
    done = tick_off(todo=reminder, actor=lan.actor, now=NOW)
    assert (done.done_by, done.outcome) == (lan.person, Outcome.DONE)
    with pytest.raises(WrongState):
        tick_off(todo=reminder, actor=lan.actor, now=NOW)
    with pytest.raises(Denied, match="不能直接勾掉"):
        tick_off(todo=a_todo("申报", me), actor=lan.actor, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_eight_who_open_the_same_todo_open_one(lan: Player) -> None:
    found = together(lambda _: a_todo("1", Whom(person=lan.person)).pk, 8)
    assert len(set(found)) == 1
    assert Todo.objects.count() == 1
