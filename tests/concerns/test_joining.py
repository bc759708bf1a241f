"""一起反映: a firm goes along with a published problem, and hears of its outcome."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from huiqi.concerns.actions import summaries
from huiqi.concerns.actions.joining import join_problem, leave_problem
from huiqi.concerns.models import CommonProblem, Joining, ProblemTold
from huiqi.config.grants import apply
from huiqi.inbox.models import Message
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.kernel.sight import within
from tests.concerns.conftest import World, after
from tests.concerns.test_problems import opened, solved
from tests.concerns.test_public_summaries import summary
from tests.concerns.test_scope import as_application
from tests.visits import client_of, page


@pytest.fixture(autouse=True)
def _without_second_factor(settings: object) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def problem(world: World) -> CommonProblem:
    """资金拨付: of a concern of 澄澜, published."""
    made = opened(world)
    told = summary(world, made)
    summaries.publish_summary(summary=told, actor=world.chief.actor, now=after(hours=4))
    return made


def joined(world: World, problem: CommonProblem, note: str = "我们也等了四个月") -> Joining:
    return join_problem(
        problem=problem, note=note, actor=world.other_firm.actor, now=after(hours=5)
    )


def test_firm_that_joined_hears_of_the_outcome_once(world: World, problem: CommonProblem) -> None:
    one = joined(world, problem)
    assert one.subject_id == world.other_firm.actor.subject_id
    solved(world, problem)
    told = ProblemTold.objects.get(problem=problem, organization=one.organization)
    assert (told.outcome, told.concern) == ("solved", None)
    message = Message.objects.get(organization=one.organization)
    assert message.title == f"一起反映的共性问题 {problem.number} 有了结果：全部解决"
    assert message.url == f"/problems/{problem.number}/join/"


def test_firm_that_left_hears_nothing(world: World, problem: CommonProblem) -> None:
    one = joined(world, problem)
    leave_problem(problem=problem, actor=world.other_firm.actor, now=after(hours=6))
    solved(world, problem)
    assert not ProblemTold.objects.filter(organization=one.organization).exists()
    with pytest.raises(WrongState, match="没有一起反映"):
        leave_problem(problem=problem, actor=world.other_firm.actor, now=after(hours=7))


def test_everything_in_the_way_of_joining_is_said_at_once(
    world: World, problem: CommonProblem
) -> None:
    joined(world, problem)
    with pytest.raises(Refused) as refused:
        joined(world, problem, "长" * 501)
    assert refused.value.problems == (
        "情况最多 500 个字，请写短一些",
        "你们已经一起反映过，有结果会告知",
    )


def test_firm_whose_concern_is_in_the_problem_need_not_join(
    world: World, problem: CommonProblem
) -> None:
    number = problem.cases.get().concern.number
    with pytest.raises(Refused, match=number):
        join_problem(problem=problem, note="", actor=world.owner.actor, now=after(hours=5))


def test_nobody_joins_a_problem_that_is_over(world: World, problem: CommonProblem) -> None:
    solved(world, problem)
    with pytest.raises(WrongState, match="已经了结"):
        joined(world, problem)


def test_officers_do_not_join_in_the_name_of_a_firm(world: World, problem: CommonProblem) -> None:
    with pytest.raises(Denied):
        join_problem(problem=problem, note="", actor=world.first.actor, now=after(hours=5))


def test_one_tap_joins_and_one_tap_leaves(world: World, problem: CommonProblem) -> None:
    at = f"/problems/{problem.number}/join/"
    assert at in Client().get(f"/problems/{problem.number}/").content.decode()
    assert "0 家企业" in page(world.other_firm, at)
    client = client_of(world.other_firm)
    wrong = client.post(at, {"note": "长" * 501})
    assert wrong.status_code == 409
    assert "最多 500 个字" in wrong.content.decode()
    assert client.post(at, {"note": ""}).status_code == 302
    assert "1 家企业" in page(world.other_firm, at)
    assert problem.number in page(world.other_firm, "/concerns/mine/")
    assert client.post(at, {"leave": "1"}).status_code == 302
    assert "0 家企业" in page(world.other_firm, at)


def test_unpublished_problem_cannot_be_found_and_a_stranger_signs_in(world: World) -> None:
    hidden = opened(world)
    at = f"/problems/{hidden.number}/join/"
    assert client_of(world.other_firm).get(at).status_code == 404
    assert client_of(world.other_firm).post(at, {"note": ""}).status_code == 404
    assert Client().get(at).status_code == 302


def test_offices_read_who_joined(world: World, problem: CommonProblem) -> None:
    joined(world, problem)
    assert "我们也等了四个月" in page(world.first, f"/desk/problems/{problem.number}/")


def test_firm_joins_with_the_rights_of_the_application_and_no_other_sees_it(
    world: World, problem: CommonProblem
) -> None:
    apply()
    as_application(str(world.other_firm.actor.subject_id))
    one = joined(world, problem)
    assert list(Joining.objects.all()) == [one]
    with within(str(world.firm.subject_id)):
        assert not Joining.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
