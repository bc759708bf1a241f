"""布景（从案到因）: one common problem more that is published, and one answer more."""

from __future__ import annotations

from datetime import timedelta

from huiqi.concerns.models import (
    Assessment,
    CommonProblem,
    DueChange,
    Milestone,
    ProblemCase,
    PublicSummary,
    Remedy,
)
from huiqi.knowledge.models import Edition, Entry
from huiqi.parties.enums import Kind
from tests.cast import NOW, TODAY, an_organization
from tests.matrix.concern_filling import a_concern
from tests.matrix.filling import Scene


def two_alike(scene: Scene, number: int) -> None:
    """Two concerns more, of the same words."""
    a_concern(scene, 2 * number)
    a_concern(scene, 2 * number + 1)


def a_problem(scene: Scene, number: int) -> None:
    """One problem more, of a unit of its own, with a concern, an assessment and a summary."""
    by, another = scene.officer.person, scene.owner.person
    problem = CommonProblem.objects.create(
        number=f"GX-2021-{number:06d}",
        title=f"问题{number}",
        summary=f"说明{number}",
        state="open",
        unit=an_organization(f"市第{number}牵头局", Kind.DEPARTMENT),
        due_on=TODAY + timedelta(days=30),
        opened_by=by,
        opened_at=NOW,
        screened_by=another,
        screened_at=NOW,
        screened_why="同因",
    )
    ProblemCase.objects.create(problem=problem, concern=a_concern(scene, number), by=by, at=NOW)
    Assessment.objects.create(
        problem=problem, cause="no_rule", value="unknown", time=0, effort=0, by=by, at=NOW
    )
    PublicSummary.objects.create(
        problem=problem,
        version=1,
        title=f"问题{number}",
        text=f"公开说明{number}",
        written_by=by,
        written_at=NOW,
        published_by=another,
        published_at=NOW,
    )


def a_step_of_the_problem(scene: Scene, number: int) -> None:
    """One milestone, one remedy and one change of the day more, of the first problem."""
    if not CommonProblem.objects.exists():
        a_problem(scene, number)
    problem = CommonProblem.objects.order_by("pk")[0]
    by, due = scene.officer.person, TODAY + timedelta(days=30 + number)
    Milestone.objects.create(
        problem=problem, title=f"节点{number}", due_on=due, set_by=by, set_at=NOW
    )
    Remedy.objects.create(
        problem=problem,
        kind="rule",
        title=f"规定{number}",
        reference="待核",
        since=TODAY,
        by=by,
        at=NOW,
    )
    DueChange.objects.create(
        problem=problem,
        before=due,
        after=due + timedelta(days=1),
        reason="改期",
        by=by,
        at=NOW,
    )


def an_answer(scene: Scene, number: int) -> None:
    """One published answer more, of an office of its own."""
    entry = Entry.objects.create(
        number=f"ZS-2021-{number:06d}",
        item="010201",
        unit=an_organization(f"市第{number}答复局", Kind.DEPARTMENT),
        opened_at=NOW,
    )
    Edition.objects.create(
        entry=entry,
        version=1,
        question=f"问题{number}",
        answer=f"回答{number}",
        basis="待核",
        expires_on=TODAY + timedelta(days=30),
        state="published",
        written_by=scene.officer.person,
        written_at=NOW,
        reviewed_by=scene.owner.person,
        reviewed_at=NOW,
    )
