"""从案到因: from like concerns to a cause, decided on by another, solved by a change, all told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from huiqi.concerns.actions import common, problems, solving
from huiqi.concerns.actions.problems import Assessed
from huiqi.concerns.models import (
    CommonProblem,
    Concern,
    ProblemCase,
    ProblemTold,
)
from huiqi.inbox.models import Message, Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.refusals import Denied, Refused, WrongState
from huiqi.parties.models import Organization
from tests.cast import TODAY, Player
from tests.concerns.conftest import World, after

DUE = TODAY + timedelta(days=60)
TITLE = "公示期满后资金迟迟不拨付"


def proposed(world: World, cases: list[Concern] | None = None, **more: object) -> CommonProblem:
    given = {
        "cases": cases or [world.working()],
        "title": TITLE,
        "summary": "公示期满三个月，没有说明什么时候拨付。",
        "unit": world.bureau,
        "due_on": DUE,
        "actor": world.clerk.actor,
        "now": after(hours=1),
    }
    return problems.propose_problem(**(given | more))  # type: ignore[arg-type]


def opened(world: World, cases: list[Concern] | None = None) -> CommonProblem:
    return problems.screen_problem(
        problem=proposed(world, cases),
        is_accepted=True,
        why="三件同因",
        actor=world.supervisor.actor,
        now=after(hours=2),
    )


def with_a_remedy(world: World, problem: CommonProblem) -> CommonProblem:
    solving.add_remedy(
        problem=problem,
        kind="system",
        title="资金申报系统",
        reference="V3.2 拨付计划上线",
        since=TODAY,
        actor=world.first.actor,
        now=after(hours=3),
    )
    return problem


def solved(world: World, problem: CommonProblem, in_full: bool = True) -> CommonProblem:
    return solving.solve_problem(
        problem=with_a_remedy(world, problem),
        in_full=in_full,
        how="拨付计划在系统里公开，企业自己能查到。",
        actor=world.first.actor,
        now=after(hours=4),
    )


def todos(problem: CommonProblem) -> list[str]:
    found = Todo.objects.filter(
        kind="concerns.CommonProblem", object_id=problem.pk, done_at=None
    ).order_by("id")
    return [one.text for one in found]


# Proposed and decided on


def test_proposal_is_decided_on_by_somebody_else_within_days(world: World) -> None:
    problem = proposed(world)
    assert problem.state == "proposed"
    assert todos(problem) == [f"决定共性问题 {problem.number} 是否立项"]
    assert problem.screen_due_at is not None
    assert problem.screen_due_at.date() == date(2021, 10, 27)


def test_whoever_proposed_it_does_not_decide(world: World) -> None:
    problem = proposed(world, actor=world.supervisor.actor)
    with pytest.raises(Denied, match="另一位督办员"):
        problems.screen_problem(
            problem=problem, is_accepted=True, why="是", actor=world.supervisor.actor, now=after()
        )


def test_database_itself_refuses_that_the_same_person_decides(world: World) -> None:
    problem = opened(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommonProblem.objects.filter(pk=problem.pk).update(screened_by=problem.opened_by)


def test_decision_has_a_reason(world: World) -> None:
    with pytest.raises(Refused, match="立项或者不立项的理由"):
        problems.screen_problem(
            problem=proposed(world),
            is_accepted=False,
            why=" ",
            actor=world.supervisor.actor,
            now=after(),
        )


def test_every_flaw_of_a_proposal_is_told_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        proposed(
            world,
            title="",
            summary=f"{world.firm.name}的钱没到",
            unit=world.firm,
            due_on=TODAY,
            assessed=Assessed(cause="weather", value="below_1m"),
        )
    told = "；".join(refused.value.problems)
    for flaw in ("名称", world.firm.name, "牵头", "计划解决的日期", "成因", "从哪里来"):
        assert flaw in told


def test_value_that_is_not_known_stays_unknown(world: World) -> None:
    problem = proposed(world)
    assert problem.assessments.get().value == "unknown"
    with pytest.raises(Refused, match="来源和把握留空"):
        solving.assess_problem(
            problem=problem,
            assessed=Assessed(source="听说", sureness="guessed"),
            actor=world.first.actor,
            now=after(),
        )


def test_rejected_problem_sends_its_concerns_back(world: World) -> None:
    case = world.working()
    problem = common.open_problem(
        case=case,
        title=TITLE,
        summary="同上",
        unit=world.other,
        due_on=DUE,
        actor=world.chief.actor,
        now=after(hours=1),
    )
    case = common.make_common(
        case=case, problem=problem, reason="同因", actor=world.chief.actor, now=after(hours=1)
    )
    assert (case.state, case.unit) == ("common", world.other)
    problems.screen_problem(
        problem=problem,
        is_accepted=False,
        why="是个案",
        actor=world.supervisor.actor,
        now=after(hours=2),
    )
    case.refresh_from_db()
    assert (case.state, case.unit) == ("working", world.other)


# Worked on


def test_owner_has_its_day_its_milestones_and_a_report_each_month(world: World) -> None:
    problem = opened(world)
    assert todos(problem) == [f"解决共性问题 {problem.number}"]
    solving.set_milestone(
        problem=problem,
        title="查明卡在哪一步",
        due_on=TODAY + timedelta(days=9),
        actor=world.first.actor,
        now=after(hours=3),
    )
    solving.tick_problems(actor=SYSTEM, now=after(hours=3))
    solving.tick_problems(actor=SYSTEM, now=after(hours=4))
    assert len(todos(problem)) == 3
    solving.report_progress(
        problem=problem,
        pace="at_risk",
        text="财政还没有回复",
        actor=world.first.actor,
        now=after(days=1),
    )
    solving.reach_milestone(
        milestone=problem.milestones.get(),
        how="卡在复核",
        actor=world.first.actor,
        now=after(days=2),
    )
    assert todos(problem) == [f"解决共性问题 {problem.number}"]


def test_report_is_the_end_of_every_month_that_was_missed(world: World) -> None:
    problem = opened(world)
    solve = f"解决共性问题 {problem.number}"
    for days in (0, 20, 50):
        solving.tick_problems(actor=SYSTEM, now=after(days=days, hours=3))
    assert todos(problem) == [
        solve,
        *(f"写共性问题 {problem.number} 2021-{month}的进展" for month in (10, 11, 12)),
    ]
    for _twice in range(2):
        solving.report_progress(
            problem=problem,
            pace="at_risk",
            text="十月和十一月没有写：一直在等财政回复",
            actor=world.first.actor,
            now=after(days=51),
        )
        assert todos(problem) == [solve]
    solving.tick_problems(actor=SYSTEM, now=after(days=52))
    assert todos(problem) == [solve]
    assert set(problem.progress.values_list("month", flat=True)) == {date(2021, 12, 1)}


def test_milestone_is_no_later_than_the_problem(world: World) -> None:
    with pytest.raises(Refused, match="不晚于计划解决的日期"):
        solving.set_milestone(
            problem=opened(world),
            title="太晚",
            due_on=DUE + timedelta(days=1),
            actor=world.first.actor,
            now=after(hours=3),
        )


def test_day_is_moved_only_with_a_reason_and_moves_what_goes_with_it(world: World) -> None:
    case = world.working()
    problem = opened(world, [case])
    common.make_common(
        case=case, problem=problem, reason="同因", actor=world.chief.actor, now=after(hours=3)
    )
    later = DUE + timedelta(days=30)
    with pytest.raises(Refused, match="为什么改期"):
        solving.change_due(
            problem=problem, due_on=later, reason="", actor=world.first.actor, now=after(hours=4)
        )
    solving.change_due(
        problem=problem,
        due_on=later,
        reason="等财政批复",
        actor=world.first.actor,
        now=after(hours=4),
    )
    case.refresh_from_db()
    assert case.due_at is not None
    assert case.due_at.date() == later
    assert [(one.before, one.after) for one in problem.due_changes.all()] == [(DUE, later)]


def test_day_that_is_over_is_told_to_the_supervisor_once(world: World) -> None:
    problem = opened(world)
    for hours in (9, 10):
        solving.tick_problems(actor=SYSTEM, now=after(days=61, hours=hours))
    told = Message.objects.filter(person=world.supervisor.person, title__contains="到期没有解决")
    assert (told.count(), problem.state) == (1, "open")


def test_other_offices_do_not_work_on_it(world: World) -> None:
    problem = opened(world)
    with pytest.raises(Denied, match="牵头单位"):
        solving.report_progress(
            problem=problem,
            pace="late",
            text="x",
            actor=world.other_officer.actor,
            now=after(hours=3),
        )


# Solved


def test_nothing_is_solved_before_something_was_changed(world: World) -> None:
    problem = opened(world)
    with pytest.raises(Refused, match="先写明改了什么"):
        solving.solve_problem(
            problem=problem, in_full=True, how="好了", actor=world.first.actor, now=after(hours=4)
        )


def test_open_milestone_allows_only_a_part(world: World) -> None:
    problem = opened(world)
    solving.set_milestone(
        problem=problem,
        title="全市推开",
        due_on=DUE,
        actor=world.first.actor,
        now=after(hours=3),
    )
    with pytest.raises(Refused, match="部分解决"):
        solved(world, problem)
    assert solved(world, problem, in_full=False).state == "partly"


def test_every_similar_firm_is_told_once(
    world: World, yuanshan: Organization, shan: Player
) -> None:
    from huiqi.concerns.actions.submitting import Filing, submit_concern

    first, second = world.working(), world.submitted("公示完的补贴到现在都没有打款，请查一下进度。")
    filing = Filing(text="奖励公示早就结束，款项没到。", kind="help", organization=yuanshan)
    theirs = submit_concern(filing=filing, actor=shan.actor, now=after())
    problem = opened(world, [first, second, theirs])
    solved(world, problem, in_full=False)
    solved(world, problem)
    told = ProblemTold.objects.filter(problem=problem).order_by("id")
    assert [(one.organization, one.outcome) for one in told] == [
        (world.firm, "partly"),
        (yuanshan, "partly"),
        (world.firm, "solved"),
        (yuanshan, "solved"),
    ]
    heard = Message.objects.filter(person=shan.person, title__contains="有了结果")
    assert [one.title for one in heard.order_by("id")] == [
        f"诉求 {theirs.number} 反映的共性问题有了结果：部分解决",
        f"诉求 {theirs.number} 反映的共性问题有了结果：全部解决",
    ]


def test_solution_sends_its_concerns_back_and_the_firm_still_says(world: World) -> None:
    case = world.working()
    problem = opened(world, [case])
    common.make_common(
        case=case, problem=problem, reason="同因", actor=world.chief.actor, now=after(hours=3)
    )
    solved(world, problem)
    case.refresh_from_db()
    assert (case.state, case.resolution) == ("working", "")


def test_closed_problem_takes_no_more(world: World) -> None:
    problem = solved(world, opened(world))
    with pytest.raises(WrongState, match="重新打开"):
        problems.add_cases(
            problem=problem, cases=[world.submitted("另一件")], actor=world.first.actor, now=after()
        )
    again = solving.reopen_problem(
        problem=problem,
        due_on=DUE,
        why="又有三家遇到",
        actor=world.supervisor.actor,
        now=after(days=1),
    )
    assert (again.state, again.settled_at) == ("open", None)
    assert f"解决共性问题 {problem.number}" in todos(again)


def test_rest_and_archive_say_why(world: World) -> None:
    problem = opened(world)
    with pytest.raises(Refused, match="理由"):
        solving.rest_problem(problem=problem, why="", actor=world.supervisor.actor, now=after())
    rested = solving.rest_problem(
        problem=problem, why="等省里定", actor=world.supervisor.actor, now=after(days=1)
    )
    filed = solving.archive_problem(
        problem=rested, why="与另一件重复", actor=world.supervisor.actor, now=after(days=2)
    )
    assert filed.state == "archived"
    assert todos(filed) == []


def test_concern_is_put_in_a_problem_once_and_for_good(world: World) -> None:
    case = world.working()
    problem = opened(world, [case])
    assert (
        problems.add_cases(problem=problem, cases=[case], actor=world.first.actor, now=after()) == 0
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        ProblemCase.objects.filter(problem=problem).delete()
