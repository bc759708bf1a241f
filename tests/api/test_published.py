"""公开内容的接口: problems, answers and contacts, to everybody and only what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiqi.concerns.actions import solving, summaries
from huiqi.kernel.access import SYSTEM
from huiqi.knowledge import actions as knowledge
from huiqi.network.models import Officer, Organ
from huiqi.parties.models import Organization
from tests.api.conftest import Ask
from tests.cast import NOW, TODAY, Player
from tests.concerns.conftest import World, after, world
from tests.concerns.test_knowing import ANSWER
from tests.concerns.test_problems import DUE, TITLE, opened, solved
from tests.concerns.test_public_summaries import summary

__all__ = ["world"]
ITEM = "010201"


@pytest.fixture(autouse=True)
def _own_index(settings: object, tmp_path: Path) -> None:
    settings.SEARCH_ROOT = tmp_path / "search"  # type: ignore[attr-defined]


# Common problems


def test_problem_is_told_as_two_people_published_it_and_not_before(ask: Ask, world: World) -> None:
    problem = opened(world)
    path = f"/problems/{problem.number}"
    one = summary(world, problem)
    assert ask("/problems").json["total"] == 0
    assert ask(path).code == (404, "not_found")
    summaries.publish_summary(summary=one, actor=world.chief.actor, now=after(hours=4))
    brief = {
        "number": problem.number,
        "title": "资金拨付",
        "text": "公示期满后什么时候拨付，没有说明。",
        "unit": world.bureau.name,
        "state": "open",
        "cause": "unknown",
        "pace": None,
        "due_on": DUE.isoformat(),
        "settled_at": None,
        "published_at": "2021-10-20T13:30:00+08:00",
    }
    assert ask("/problems").json["items"] == [brief]
    assert ask(path).json == brief | {
        "first_due_on": DUE.isoformat(),
        "due_changes": 0,
        "settled_how": None,
        "remedies": [],
        "milestones": [],
    }


def test_solved_problem_tells_what_was_changed_and_names_no_firm(ask: Ask, world: World) -> None:
    problem = opened(world)
    solving.set_milestone(
        problem=problem, title="查明", due_on=DUE, actor=world.first.actor, now=after(hours=3)
    )
    solving.reach_milestone(
        milestone=problem.milestones.get(), how="x", actor=world.first.actor, now=after(hours=3)
    )
    solved(world, problem)
    one = summary(world, problem)
    summaries.publish_summary(summary=one, actor=world.chief.actor, now=after(hours=4))
    told = ask(f"/problems/{problem.number}")
    assert told.json["remedies"] == [
        {
            "kind": "system",
            "title": "资金申报系统",
            "reference": "V3.2 拨付计划上线",
            "since": TODAY.isoformat(),
        }
    ]
    assert told.json["milestones"] == [
        {"title": "查明", "due_on": DUE.isoformat(), "done_at": "2021-10-20T12:30:00+08:00"}
    ]
    assert told.json["settled_how"] == "拨付计划在系统里公开，企业自己能查到。"
    assert world.firm.name not in told.text
    assert TITLE not in told.text
    assert ask("/problems?state=open").json["total"] == 0
    assert ask("/problems?state=solved").json["total"] == 1


def test_state_that_is_none_is_told_with_those_there_are(ask: Ask, db: None) -> None:
    told = ask("/problems?state=proposed&limit=0")
    assert (told.code, told.keys) == ((422, "invalid"), ["limit", "state"])


# Answers


@pytest.fixture
def number(world: World) -> str:
    """The number of a published answer."""
    one = knowledge.draft_entry(written=ANSWER, item=ITEM, actor=world.first.actor, now=NOW)
    knowledge.publish_edition(edition=one, actor=world.second.actor, now=NOW)
    knowledge.draft_entry(written=ANSWER, item=ITEM, actor=world.first.actor, now=NOW)
    return one.entry.number


def test_answer_is_listed_found_and_read_while_it_holds(
    ask: Ask, world: World, number: str
) -> None:
    told = {
        "number": number,
        "question": ANSWER.question,
        "answer": ANSWER.answer,
        "basis": ANSWER.basis,
        "item": ITEM,
        "item_title": ask("/knowledge").json["items"][0]["item_title"],
        "unit": world.bureau.name,
        "policy": None,
        "version": 1,
        "reviewed_on": TODAY.isoformat(),
        "expires_on": str(ANSWER.expires_on),
    }
    assert ask("/knowledge").json["items"] == [told]
    assert ask("/knowledge?q=补贴没到账&item=01").json["total"] == 1
    assert ask("/knowledge?item=05").json["total"] == 0
    assert ask("/knowledge/search?q=公示完三个月补贴没到账").json == {"items": [told]}
    assert ask(f"/knowledge/{number}").json == told
    knowledge.expire_answers(actor=SYSTEM, now=after(days=201))
    assert ask("/knowledge").json["total"] == 0
    assert ask(f"/knowledge/{number}").code == (404, "not_found")


def test_filters_of_answers_that_cannot_be_read_are_told_at_once(ask: Ask, db: None) -> None:
    told = ask("/knowledge?item=zz&q=" + "长" * 61)
    assert (told.code, len(told.whats)) == ((422, "invalid"), 2)
    assert ask("/knowledge/search").keys == ["q"]
    assert ask("/knowledge/search?q=x&limit=51").keys == ["limit"]
    assert ask("/knowledge/search?q=%00").keys == ["q"]


@pytest.mark.parametrize("path", ["/problems", "/knowledge"])
def test_number_that_no_database_keeps_is_not_found(ask: Ask, db: None, path: str) -> None:
    assert ask(f"{path}/%00").code == (404, "not_found")


# The network


def test_bodies_and_published_numbers_of_today_are_told(
    ask: Ask, qin: Player, gu: Player, bureau: Organization, nanshan: Organization
) -> None:
    given = {"organization": bureau, "since": TODAY}
    Organ.objects.create(kind="task_force", name="用电专班", topic="用电", **given)
    Organ.objects.create(kind="station", name="旧站", until=TODAY.replace(year=2022), **given)
    for player, body, until in ((qin, bureau, None), (gu, nanshan, after(days=1))):
        Officer.objects.create(
            person=player.person,
            organization=body,
            part="chief",
            phone="0755-88100001",
            since=NOW,
            until=until,
        )
    assert ask("/network/organs").json["items"] == [
        {
            "kind": "task_force",
            "name": "用电专班",
            "topic": "用电",
            "body": bureau.name,
            "since": TODAY.isoformat(),
        }
    ]
    assert ask("/network/contacts").json["items"] == [
        {
            "name": qin.person.name,
            "body": bureau.name,
            "part": "chief",
            "phone": "0755-88100001",
            "since": TODAY.isoformat(),
        }
    ]
