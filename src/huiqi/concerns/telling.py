"""诉求的知会: the to-do of whoever has to act next, and what the firm hears of each move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from huiqi.concerns.enums import Level, Resolution, State
from huiqi.concerns.models import Concern
from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, move_due, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.enums import Kind, Outcome
from huiqi.inbox.models import Todo
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.sayings import Saying, label_kept, plainly, saying
from huiqi.parties import scope
from huiqi.parties.enums import Role
from huiqi.parties.models import Organization
from huiqi.parties.queries.acting import memberships_at

LABEL: Final = "concerns.Concern"
STEP: Final = "step"  # to-dos of the state; those of other papers have keys of their own


def page_of_desk(case: Concern) -> str:
    """办理端的页面."""
    return reverse("concerns_desk:case", args=[case.number])


def page_of_firm(case: Concern) -> str:
    """企业的页面."""
    return reverse("concerns:case", args=[case.number])


def set_todos(case: Concern, now: datetime) -> None:
    """安排待办: what asked for the last step is closed, whoever is to act next is asked.

    Who is asked already, for the same step, keeps the to-do, with the present time limit.
    """
    with scope.everything():
        steps = Todo.objects.filter(
            kind=LABEL, object_id=case.pk, key__startswith=f"{_key(case)}:{STEP}:"
        )
        draft = _draft(case, f"{_key(case)}:{STEP}:{steps.count()}", now)
        for one in steps.filter(done_at=None).order_by("id"):
            if draft is not None and _is_same(one, draft):
                move_due(key=one.key, due=draft.due, actor=SYSTEM)
                return
            close_todo(key=one.key, actor=SYSTEM, now=now)
        if draft is not None:
            open_todo(draft=draft, actor=SYSTEM, now=now)


def _is_same(todo: Todo, draft: Draft) -> bool:
    whom = draft.whom
    return (
        todo.text == plainly(draft.text)
        and todo.person == whom.person
        and todo.organization == whom.organization
        and todo.role == whom.role
        and todo.barred == sorted(draft.barred)
    )


def put_todo(  # noqa: PLR0913 -- all that a to-do is
    case: Concern,
    what: str,
    whom: Whom,
    text: Saying,
    due_at: datetime | None,
    now: datetime,
    *,
    barred: tuple[int, ...] = (),
) -> None:
    """交办一件: beside the step of the case; ``what`` tells it from the others."""
    draft = Draft(
        key=f"{_key(case)}:{what}",
        whom=whom,
        text=text,
        due=DueMoment(due_at) if due_at else None,
        url=page_of_desk(case),
        kind=LABEL,
        object_id=case.pk,
        barred=barred,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def drop_todo(case: Concern, what: str, now: datetime, outcome: Outcome = Outcome.DONE) -> None:
    """了结一件: nothing when it was never put."""
    close_todo(key=f"{_key(case)}:{what}", actor=SYSTEM, now=now, outcome=outcome)


def drop_beside(case: Concern, what: str, now: datetime, outcome: Outcome) -> None:
    """了结同类的: every to-do of that kind beside the step, such as those of supervision notes."""
    standing = Todo.objects.filter(
        kind=LABEL, object_id=case.pk, done_at=None, key__startswith=f"{_key(case)}:{what}:"
    )
    with scope.everything():
        for one in standing.order_by("id"):
            close_todo(key=one.key, actor=SYSTEM, now=now, outcome=outcome)


def supervisors(case: Concern, now: datetime) -> Whom:
    """督办员: of the city; where there is none, and of a confidential case, the desk."""
    return Whom(organization=case.desk) if case.is_close else supervisors_or(case.desk, now)


def supervisors_or(other: Organization, now: datetime) -> Whom:
    """督办员: of the city; where there is none, everybody of the ``other`` body."""
    held = memberships_at(now).filter(role=Role.SUPERVISOR).select_related("organization")
    found = held.order_by("organization_id").first()
    if found is None:
        return Whom(organization=other)
    return Whom(organization=found.organization, role=Role.SUPERVISOR)


def chiefs(organization: Organization, now: datetime) -> Whom:
    """处室负责人: of a unit; where it has none, everybody in it."""
    held = memberships_at(now).filter(organization=organization, role=Role.SECTION_CHIEF)
    return Whom(organization=organization, role=Role.SECTION_CHIEF if held.exists() else "")


def askers(case: Concern) -> Whom | None:
    """诉求一方: the firm; of a confidential one, or of a person, who filed it; None: no login."""
    is_persons = case.filed_by_id is not None and not case.is_behalf
    if case.organization is not None and not (case.is_close and is_persons):
        return Whom(organization=case.organization)
    return Whom(person=case.filed_by) if is_persons else None


def tell_asker(
    case: Concern, what: str, kind: Kind, title: Saying, body: Saying | str, now: datetime
) -> None:
    """告知诉求一方: once for each ``what``; nothing to somebody without login."""
    whom = askers(case)
    if whom is None:
        return
    notice = Notice(
        key=f"{_key(case)}:{what}",
        whom=whom,
        kind=kind,
        title=title,
        body=body,
        url=page_of_firm(case),
        organization=case.organization,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def tell_city(case: Concern, what: str, whom: Whom, title: Saying, now: datetime) -> None:
    """告知办理一方."""
    notice = Notice(
        key=f"{_key(case)}:{what}",
        whom=whom,
        kind=Kind.DEADLINE,
        title=title,
        url=page_of_desk(case),
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def _key(case: Concern) -> str:
    return f"concern:{case.pk}"


def _draft(case: Concern, key: str, now: datetime) -> Draft | None:
    """Of the present step; None where it is over, or waits for somebody without login."""
    if case.state in ASKS_FIRM:
        text, verb = ASKS_FIRM[case.state]
        whom, url = askers(case), page_of_firm(case)
    elif case.state in ASKS_CITY:
        text, verb = ASKS_CITY[case.state]
        whom, url = _holder(case, now), page_of_desk(case)
    else:
        return None
    if whom is None:
        return None
    return Draft(
        key=key,
        whom=whom,
        text=saying(text, number=case.number),
        due=DueMoment(case.due_at, case.due_is_provisional) if case.due_at else None,
        verb=saying(verb),
        url=url,
        kind=LABEL,
        object_id=case.pk,
        barred=(case.barred_id,) if case.barred_id else (),
    )


def _holder(case: Concern, now: datetime) -> Whom:
    assert case.unit is not None
    if case.state in (State.WORKING, State.PROMISED, State.COMMON):
        if case.officer is not None and case.level != Level.CHIEF:
            return Whom(person=case.officer)
        if case.level >= Level.CHIEF:
            return chiefs(case.unit, now)
    if case.is_close and case.state == State.DISPATCHED:
        return chiefs(case.unit, now)
    return Whom(organization=case.unit)


ASKS_CITY: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        State.SUBMITTED: (saying("分派诉求 %(number)s").sentence, saying("去分派").sentence),
        State.DISPATCHED: (
            saying("签收诉求 %(number)s，或提出异议").sentence,
            saying("去签收").sentence,
        ),
        State.OBJECTED: (
            saying("裁定诉求 %(number)s 的分派异议").sentence,
            saying("去裁定").sentence,
        ),
        State.WORKING: (saying("办理诉求 %(number)s").sentence, saying("去办理").sentence),
        State.PROMISED: (
            saying("兑现诉求 %(number)s 的承诺").sentence,
            saying("去兑现").sentence,
        ),
        State.COMMON: (
            saying("诉求 %(number)s 随共性问题办理").sentence,
            saying("去看").sentence,
        ),
    }
)
ASKS_FIRM: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        State.WAITING: (saying("补充诉求 %(number)s 的情况").sentence, saying("去补充").sentence),
        State.REPLIED: (
            saying("诉求 %(number)s 有了答复，请确认是否解决").sentence,
            saying("去确认").sentence,
        ),
    }
)

TOLD: Final[Mapping[str, tuple[Kind, str]]] = MappingProxyType(
    {
        "dispatch": (Kind.PROGRESS, saying("诉求 %(number)s 已分派给%(unit)s").sentence),
        "redirect": (Kind.PROGRESS, saying("诉求 %(number)s 改由%(unit)s办理").sentence),
        "refuse": (Kind.DECISION, saying("诉求 %(number)s 不受理，请看理由和去处").sentence),
        "first_reply": (Kind.PROGRESS, saying("诉求 %(number)s 有了阶段答复").sentence),
        "reply": (Kind.DECISION, saying("诉求 %(number)s 有了答复，请确认是否解决").sentence),
        "ask_firm": (Kind.SUPPLEMENT, saying("诉求 %(number)s 要请你补充情况").sentence),
        "remind_firm": (Kind.SUPPLEMENT, saying("诉求 %(number)s 还在等你补充").sentence),
        "lapse_waiting": (
            Kind.DECISION,
            saying("诉求 %(number)s 两次提醒后没有等到补充，先办结；可以重新打开").sentence,
        ),
        "lapse_confirm": (
            Kind.DECISION,
            saying("诉求 %(number)s 没有等到你的确认，先办结；没有办好的可以重新打开").sentence,
        ),
        "redo": (Kind.PROGRESS, saying("诉求 %(number)s 换一个人重办").sentence),
        "escalate": (Kind.PROGRESS, saying("诉求 %(number)s 提级到%(level)s").sentence),
        "break_promise": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 的承诺到期没有兑现，已提级到%(level)s").sentence,
        ),
        "make_common": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 转为共性问题，由%(unit)s牵头解决").sentence,
        ),
        "leave_common": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 退回%(unit)s单独办理").sentence,
        ),
        "climb_to_task_force": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 久办未结，是我们没有办好；现在交给%(unit)s").sentence,
        ),
        "climb_to_leading_group": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 仍未办结，现在交给%(unit)s").sentence,
        ),
        "restore": (Kind.PROGRESS, saying("诉求 %(number)s 恢复办理").sentence),
        "resume_after_call": (
            Kind.PROGRESS,
            saying("诉求 %(number)s 回访后恢复办理，由%(unit)s再办").sentence,
        ),
    }
)
ASKED_TO_RATE: Final = ("accept", "lapse_confirm", "close_unsolved")


def tell_of_move(case: Concern, move: str, now: datetime) -> None:
    """告知一步: what the firm hears of it, in the language of each reader."""
    turn = f"{move}:{now.isoformat()}"
    if move in TOLD:
        kind, sentence = TOLD[move]
        title = saying(
            sentence,
            number=case.number,
            unit=case.unit.name if case.unit else case.desk.name,
            level=label_kept(Level(case.level).label),
        )
        tell_asker(case, turn, kind, title, _result_kept(case), now)
    if move in ASKED_TO_RATE:
        title = saying("诉求 %(number)s 办结了，请评价", number=case.number)
        tell_asker(case, "rate", Kind.SURVEY, title, "", now)


def _result_kept(case: Concern) -> Saying | str:
    if not case.resolution:
        return ""
    return saying("办理结果：%(result)s", result=label_kept(Resolution(case.resolution).label))
