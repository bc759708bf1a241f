"""公示的提醒: to-dos of the department, and word to a firm that was taken off a list.

They are kept, and speak the city's own language.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, move_due, open_todo, send_notice
from huiqi.inbox.clocks import CLOSING, DueMoment, working_days
from huiqi.inbox.enums import Kind
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.models import MoveLog
from huiqi.kernel.now import CITY
from huiqi.kernel.words import worded
from huiqi.parties.queries.scoped import current_organization
from huiqi.publicity.models import NoticeDraft, Objection, PublicAward, Publicity

DAYS: Final = 5  # working days to publish, to mend and to answer; ours, no instrument says so


def ask_publisher(draft: NoticeDraft, now: datetime) -> None:
    """请发布: of everybody in the department; whoever drew it up cannot."""
    todo = Draft(
        key=_key(draft, "publish"),
        whom=Whom(organization=draft.department),
        text=f"发布公示：{draft.title}",
        note="要由没有起草它的人发布；起草的人请转给同事。",
        verb="去看草稿",
        due=working_days(DAYS, start=now.astimezone(CITY).date()),
        url=reverse("notice_desk:draft", args=[draft.pk]),
        kind=NoticeDraft._meta.label,
        object_id=draft.pk,
    )
    open_todo(draft=todo, actor=SYSTEM, now=now)


def tell_drafter(draft: NoticeDraft, now: datetime) -> None:
    """告知退回: the drafter alone can mend it."""
    todo = Draft(
        key=_key(draft, "return"),
        whom=Whom(person=draft.drafted_by),
        text=f"修改退回的公示草稿：{draft.title}",
        note=draft.remark,
        verb="去修改",
        due=working_days(DAYS, start=now.astimezone(CITY).date()),
        url=reverse("notice_desk:draft", args=[draft.pk]),
        kind=NoticeDraft._meta.label,
        object_id=draft.pk,
    )
    open_todo(draft=todo, actor=SYSTEM, now=now)


def settled(draft: NoticeDraft, what: str, now: datetime) -> None:
    """了结: of this round; nothing when there is none."""
    close_todo(key=_key(draft, what), actor=SYSTEM, now=now)


def watch_end(notice: Publicity, now: datetime) -> None:
    """看期满: whoever drew it up is reminded of its last day; ticked off by hand."""
    todo = Draft(
        key=_end_key(notice),
        whom=Whom(organization=notice.department),
        text=f"公示期满后办理 {notice.number}",
        note=f"{notice.title}；最后一天当天仍可提异议，全部异议答复之后才能拨付。",
        verb="去看公示",
        due=DueMoment(datetime.combine(notice.last_day, CLOSING, CITY)),
        url=reverse("notice_desk:notice", args=[notice.number]),
        kind=Publicity._meta.label,
        object_id=notice.pk,
        by_hand=True,
    )
    open_todo(draft=todo, actor=SYSTEM, now=now)


def end_moved(notice: Publicity) -> None:
    """期满改期: with an extension."""
    due = DueMoment(datetime.combine(notice.last_day, CLOSING, CITY))
    move_due(key=_end_key(notice), due=due, actor=SYSTEM)


def nothing_to_watch(notice: Publicity, now: datetime) -> None:
    """不用再看: the notice was withdrawn."""
    close_todo(key=_end_key(notice), actor=SYSTEM, now=now)


def ask_for_answer(objection: Objection, now: datetime) -> None:
    """请答复: of the department; whoever drew up or published the notice cannot."""
    notice = objection.publicity
    kind = "异议" if objection.is_named else "匿名线索"
    todo = Draft(
        key=_answer_key(objection),
        whom=Whom(organization=notice.department),
        text=f"核查并答复{kind} {objection.number}",
        note=f"针对公示 {notice.number}；要由没有起草、没有发布它的人答复，答复以前不能拨付。",
        verb="去答复",
        due=working_days(DAYS, start=now.astimezone(CITY).date()),
        url=reverse("notice_desk:notice", args=[notice.number]),
        kind=Objection._meta.label,
        object_id=objection.pk,
    )
    open_todo(draft=todo, actor=SYSTEM, now=now)


def answered(objection: Objection, now: datetime) -> None:
    """已答复: the to-do ends."""
    close_todo(key=_answer_key(objection), actor=SYSTEM, now=now)


def tell_firm(award: PublicAward, reason: str, now: datetime) -> None:
    """告知企业: that it was taken off a list, why, and whom to ask; never who objected."""
    firm = current_organization(award.subject)
    if firm is None:
        return
    notice = award.publicity
    send_notice(
        notice=Notice(
            key=f"publicity:off:{award.pk}",
            whom=Whom(organization=firm),
            kind=Kind.DECISION,
            title=lambda: worded("贵单位的一项拟资助已从公示中撤下"),
            body=lambda: worded(
                "公示 %(number)s「%(title)s」中的这一项已撤下，不再按这份公示拨付。"
                "理由：%(reason)s。"
                "不同意的，请向公示单位%(department)s提出陈述和申辩，或拨打 12345。",
                number=notice.number,
                title=notice.title,
                reason=reason,
                department=notice.department.name,
            ),
            url=reverse("publicity:notice", args=[notice.number]),
            organization=firm,
        ),
        actor=SYSTEM,
        now=now,
    )


def _key(draft: NoticeDraft, what: str) -> str:
    """One to-do for each round: what was given back and handed in again is asked again."""
    kind = NoticeDraft._meta.label
    rounds = MoveLog.objects.filter(kind=kind, object_id=draft.pk, move="submit").count()
    return f"publicity:{what}:{draft.pk}:{rounds}"


def _end_key(notice: Publicity) -> str:
    return f"publicity:end:{notice.pk}"


def _answer_key(objection: Objection) -> str:
    return f"publicity:objection:{objection.pk}"
