"""公开的话: what everybody reads is written by one, published by another, and names no firm."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiqi.concerns.actions import solving, summaries
from huiqi.concerns.models import CommonProblem, PublicSummary
from huiqi.kernel.refusals import Denied, Refused, WrongState
from tests.cast import TODAY
from tests.concerns.conftest import World, after
from tests.concerns.test_problems import DUE, opened


def summary(world: World, problem: CommonProblem, **more: str) -> PublicSummary:
    given = {"title": "资金拨付", "text": "公示期满后什么时候拨付，没有说明。"} | more
    return summaries.write_summary(
        problem=problem, actor=world.first.actor, now=after(hours=3), **given
    )


def test_public_summary_needs_two_people_and_is_not_rewritten(world: World) -> None:
    one = summary(world, opened(world))
    with pytest.raises(Denied, match="没有写它的"):
        summaries.publish_summary(summary=one, actor=world.first.actor, now=after(hours=4))
    done = summaries.publish_summary(summary=one, actor=world.chief.actor, now=after(hours=4))
    assert done.published_by == world.chief.person
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicSummary.objects.filter(pk=done.pk).update(text="改过的")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [("", "公开的说明"), ("请打 13812345678 找王总", "手机"), ("x" * 1001, "1000")],
)
def test_public_summary_that_cannot_be_read_by_all_is_refused(
    world: World, text: str, flaw: str
) -> None:
    with pytest.raises(Refused, match=flaw):
        summary(world, opened(world), text=text)


def test_newer_summary_replaces_the_one_that_waits_for_the_second_person(world: World) -> None:
    problem = opened(world)
    old = summary(world, problem)
    new = summary(world, problem, text="公示期满后什么时候拨付，公告里没有说。")
    old.refresh_from_db()
    assert (old.is_waiting, old.replaced_at, new.is_waiting) == (False, after(hours=3), True)
    with pytest.raises(WrongState, match="新的一版取代"):
        summaries.publish_summary(summary=old, actor=world.chief.actor, now=after(hours=4))
    summaries.publish_summary(summary=new, actor=world.chief.actor, now=after(hours=4))
    third = summary(world, problem)
    new.refresh_from_db()
    assert (new.replaced_at, third.version) == (None, 3)


def test_database_itself_lets_one_summary_wait_and_none_come_back(world: World) -> None:
    problem = opened(world)
    old, new = summary(world, problem), summary(world, problem)
    for change in (
        lambda: PublicSummary.objects.filter(pk=old.pk).update(replaced_at=None),
        lambda: PublicSummary.objects.filter(pk=old.pk).update(
            published_at=after(hours=4), published_by=world.chief.person
        ),
        lambda: PublicSummary.objects.create(
            problem=problem,
            version=9,
            title="又一版",
            text="又一版",
            written_by=world.first.person,
            written_at=new.written_at,
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_public_summary_names_no_firm(world: World) -> None:
    with pytest.raises(Refused, match=world.firm.name):
        summary(world, opened(world), text=f"{world.firm.name}的补贴没有到账")


def test_what_stands_on_the_public_page_names_no_firm(world: World) -> None:
    problem = opened(world)
    with pytest.raises(Refused, match=world.firm.name):
        solving.set_milestone(
            problem=problem,
            title=f"给{world.firm.name}装表",
            due_on=DUE,
            actor=world.first.actor,
            now=after(hours=3),
        )
    with pytest.raises(Refused, match=world.firm.name):
        solving.add_remedy(
            problem=problem,
            kind="service",
            title="专窗",
            reference=f"{world.firm.name}专窗",
            since=TODAY,
            actor=world.first.actor,
            now=after(hours=3),
        )
