"""资金申报的提醒: to-dos of offices and firms, and messages, in the language of each reader."""

from __future__ import annotations

from datetime import date, datetime, time

from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, move_due, open_todo, send_notice
from huiqi.inbox.clocks import DueMoment
from huiqi.inbox.enums import Kind, Outcome
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.clock import Deadline
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Kept, Saying, amount_kept, saying
from huiqi.kernel.signing import round_of
from huiqi.kernel.words import on_record
from huiqi.programmes.enums import StageKind
from huiqi.programmes.models import Application, AutoCase, PanelSeat, StageRun

END_OF_DAY = time(23, 59, 59)


def due_moment(run: StageRun) -> DueMoment | None:
    """到期时刻: the end of the last day; None while the clock stands."""
    if run.due_on is None:
        return None
    return moment_of(run.due_on, is_provisional=run.due_is_provisional)


def moment_of(day: date, *, is_provisional: bool = False) -> DueMoment:
    """到期时刻: the end of a last day."""
    return DueMoment(end_of(day), provisional=is_provisional)


def end_of(day: date) -> datetime:
    """当日结束: the last second of a day in the city."""
    return datetime.combine(day, END_OF_DAY, tzinfo=CITY)


def ask_office(run: StageRun, now: datetime) -> None:
    """请办理: of everybody of the office that handles the stage; one takes it."""
    draft = Draft(
        key=_key(run),
        whom=Whom(organization=run.office),
        text=saying(
            "%(stage)s：%(number)s",
            stage=on_record(StageKind(run.kind).label),
            number=run.application.number,
        ),
        due=due_moment(run),
        verb=saying("去办理"),
        url=reverse("programme_desk:case", args=[run.application.number]),
        kind=StageRun._meta.label,
        object_id=run.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def move_office(run: StageRun) -> None:
    """改期: the clock of the stage was paused, resumed or extended."""
    move_due(key=_key(run), due=due_moment(run), actor=SYSTEM)


def done_by_office(run: StageRun, now: datetime, outcome: Outcome = Outcome.DONE) -> None:
    """办完: the stage ended, however."""
    close_todo(key=_key(run), actor=SYSTEM, now=now, outcome=outcome)


def ask_firm(  # noqa: PLR0913 -- all that a to-do is
    application: Application,
    what: str,
    text: Saying,
    now: datetime,
    *,
    due: DueMoment | None = None,
    note: Kept = "",
    url: str = "",
) -> None:
    """请企业办: a to-do of the firm; ``what`` tells it from the others of the application."""
    draft = Draft(
        key=f"application:{application.pk}:{what}",
        whom=Whom(organization=application.organization),
        text=text,
        due=due,
        note=note,
        verb=saying("去办"),
        url=url or page_of_firm(application),
        kind=Application._meta.label,
        object_id=application.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def done_by_firm(application: Application, what: str, now: datetime) -> None:
    """企业办完: nothing when it was never asked."""
    close_todo(key=f"application:{application.pk}:{what}", actor=SYSTEM, now=now)


def ask_for_report(run: StageRun, deadline: Deadline, now: datetime) -> None:
    """请企业报告绩效: once, when its day has come."""
    due = deadline.due_on(provisional=True)
    ask_firm(
        run.application,
        f"report:{run.pk}",
        saying("报告绩效：%(number)s", number=run.application.number),
        now,
        due=moment_of(due.day, is_provisional=due.provisional),
        url=reverse("applying:report", args=[run.application.pk]),
    )


def tell_firm(
    application: Application, what: str, title: Saying, now: datetime, body: Saying | str = ""
) -> None:
    """告知企业: once for each ``what``."""
    notice = Notice(
        key=f"application:{application.pk}:{what}",
        whom=Whom(organization=application.organization),
        kind=Kind.PROGRESS,
        title=title,
        body=body,
        url=page_of_firm(application),
        organization=application.organization,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def tell_office(
    run: StageRun, what: str, title: Saying, now: datetime, body: Saying | str = ""
) -> None:
    """告知办理单位: of a stage, once for each ``what``."""
    notice = Notice(
        key=f"stage:{run.pk}:{what}",
        whom=Whom(organization=run.office),
        kind=Kind.PROGRESS,
        title=title,
        body=body,
        url=reverse("programme_desk:case", args=[run.application.number]),
        organization=run.office,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def ask_department(
    application: Application,
    what: str,
    text: Saying,
    now: datetime,
    *,
    due: DueMoment | None = None,
    url: str = "",
) -> None:
    """请部门办: a to-do of the department of the call, beside the stages; one takes it.

    At the page of the case, or at ``url``.
    """
    draft = Draft(
        key=_department_key(application, what),
        whom=Whom(organization=application.call.department),
        text=text,
        due=due,
        verb=saying("去办理"),
        url=url or reverse("programme_desk:case", args=[application.number]),
        kind=Application._meta.label,
        object_id=application.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def done_by_department(application: Application, what: str, now: datetime) -> None:
    """部门办完: nothing when it was never asked."""
    close_todo(key=_department_key(application, what), actor=SYSTEM, now=now)


def _department_key(application: Application, what: str) -> str:
    return f"application:{application.pk}:office:{what}"


def page_of_firm(application: Application) -> str:
    """企业的页面: of one application."""
    return reverse("applying:application", args=[application.pk])


def _key(run: StageRun) -> str:
    # Opened again after a review, it is another to-do.
    return f"stage:{run.pk}:{round_of(run, 'reopen')}"


def ask_expert(seat: PanelSeat, now: datetime) -> None:
    """请专家评审: that somebody is asked to judge; whom, the sheet tells as far as it may."""
    draft = Draft(
        key=f"seat:{seat.pk}",
        whom=Whom(person=seat.expert),
        text=saying("评审一份申报并提交评分"),
        due=due_moment(seat.run),
        verb=saying("去评分"),
        url=reverse("experts:sheet", args=[seat.pk]),
        kind=PanelSeat._meta.label,
        object_id=seat.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def done_by_expert(seat: PanelSeat, now: datetime) -> None:
    """专家办完: handed in, or recused."""
    close_todo(key=f"seat:{seat.pk}", actor=SYSTEM, now=now)


def ask_to_confirm(case: AutoCase, now: datetime) -> None:
    """请企业确认: what it would get, at most, and until when; once for each case."""
    until = case.confirm_until
    draft = Draft(
        key=f"auto:{case.pk}",
        whom=Whom(organization=case.organization),
        text=saying("确认免申即享：%(title)s", title=case.call.title),
        due=moment_of(until, is_provisional=case.confirm_is_provisional) if until else None,
        note=saying(
            "最高 %(money)s，不用申报；逾期不确认视为放弃。", money=amount_kept(case.amount_fen)
        ),
        verb=saying("去确认"),
        url=reverse("applying:automatic", args=[case.pk]),
        kind=AutoCase._meta.label,
        object_id=case.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def remind_to_confirm(case: AutoCase, now: datetime) -> None:
    """提醒企业确认: that its day is near; once for each case."""
    notice = Notice(
        key=f"auto:{case.pk}:reminder",
        whom=Whom(organization=case.organization),
        kind=Kind.PROGRESS,
        title=saying(
            "请在 %(day)s 以前确认免申即享：%(title)s",
            day=f"{case.confirm_until:%Y-%m-%d}",
            title=case.call.title,
        ),
        body=saying(
            "最高 %(money)s，不用申报；逾期不确认视为放弃。", money=amount_kept(case.amount_fen)
        ),
        url=reverse("applying:automatic", args=[case.pk]),
        organization=case.organization,
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)


def confirmed(case: AutoCase, now: datetime) -> None:
    """企业答复了: or let the day pass."""
    close_todo(key=f"auto:{case.pk}", actor=SYSTEM, now=now)


def ask_for_account(case: AutoCase, now: datetime) -> None:
    """请企业登记账户: before anything can be paid."""
    draft = Draft(
        key=f"auto:{case.pk}:account",
        whom=Whom(organization=case.organization),
        text=saying("登记收款账户，才能拨付免申即享的资金"),
        verb=saying("去登记"),
        url=reverse("payments:accounts"),
        kind=AutoCase._meta.label,
        object_id=case.pk,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)
