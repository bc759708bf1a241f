"""公开的话: what everybody reads is written by one, published by another, and names no firm."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiqi.concerns.actions import solving, summaries
from huiqi.concerns.models import CommonProblem, PublicSummary
from huiqi.kernel.refusals import Denied, Refused
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
