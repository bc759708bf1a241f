"""告知相似企业: every firm whose concern had the cause hears once what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiqi.concerns.models import CommonProblem, Concern, ProblemTold
from huiqi.concerns.problem_enums import ProblemState
from huiqi.concerns.problem_telling import concerns_of, key_for, page_of_joined
from huiqi.concerns.telling import askers, page_of_firm
from huiqi.inbox.actions import Notice, Whom, send_notice
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.sayings import Saying, label_kept, saying


def tell_similar(problem: CommonProblem, outcome: ProblemState, now: datetime) -> int:
    """告知相似企业: every firm or person once for this outcome; how many heard of it now."""
    told = 0
    for whom, case in _to_tell(problem, outcome):
        rows.save(
            ProblemTold(
                problem=problem,
                outcome=outcome,
                organization=whom.organization,
                person=whom.person,
                concern=case,
                at=now,
            )
        )
        notice = Notice(
            key=key_for(problem, f"told:{outcome}"),
            whom=whom,
            kind=Kind.PROGRESS,
            title=_title(problem, case, outcome),
            body=problem.settled_how,
            url=page_of_firm(case) if case else page_of_joined(problem),
            organization=whom.organization,
        )
        send_notice(notice=notice, actor=SYSTEM, now=now)
        told += 1
    return told


def _title(problem: CommonProblem, case: Concern | None, outcome: ProblemState) -> Saying:
    result = label_kept(outcome.label)
    if case is not None:
        return saying(
            "诉求 %(number)s 反映的共性问题有了结果：%(result)s", number=case.number, result=result
        )
    return saying(
        "一起反映的共性问题 %(number)s 有了结果：%(result)s", number=problem.number, result=result
    )


def _concerned(problem: CommonProblem) -> Iterator[tuple[Whom | None, Concern | None]]:
    """Whoever has a concern in it, in order, then the firms that joined."""
    for case in concerns_of(problem):
        yield askers(case), case
    for one in problem.joinings.filter(left_at=None).select_related("organization"):
        yield Whom(organization=one.organization), None


def _to_tell(
    problem: CommonProblem, outcome: ProblemState
) -> Iterator[tuple[Whom, Concern | None]]:
    before = ProblemTold.objects.filter(problem=problem, outcome=outcome)
    seen: set[tuple[int | None, int | None]] = set(
        before.values_list("organization_id", "person_id")
    )
    for whom, case in _concerned(problem):
        if whom is None:
            continue
        key = (
            whom.organization.pk if whom.organization else None,
            whom.person.pk if whom.person else None,
        )
        if key not in seen:
            seen.add(key)
            yield whom, case
