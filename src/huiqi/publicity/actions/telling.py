"""公示的提醒: to-dos of the department, and word to a firm that was taken off a list.

They are kept, and said to each reader in their own language.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, move_due, open_todo, send_notice
from huiqi.inbox.clocks import CLOSING, DueMoment, working_days
from huiqi.inbox.enums import Kind
from huiqi.kernel.access import SYSTEM
from huiqi.kernel.now import CITY
from huiqi.kernel.sayings import Saying, saying
from huiqi.kernel.signing import Ending, Waiting, round_of, waits, waits_no_longer
from huiqi.parties.queries.scoped import current_organization
from huiqi.publicity.models import NoticeDraft, Objection, PublicAward, Publicity, Referral
from huiqi.publicity.queries.referring import referral_of

DAYS: Final = 5  # working days to mend what was returned; ours, no instrument says so


def ask_publisher(draft: NoticeDraft, now: datetime) -> None:
    """请发布: of everybody in the department but whoever drew it up."""
    waiting = Waiting(
        key=_key(draft, "publish"),
        about=draft,
        organization_id=draft.department_id,
        text=saying("发布公示：%(title)s", title=draft.title),
        note=saying("要由没有起草它的人发布。"),
        verb=saying("去看草稿"),
        url=reverse("notice_desk:draft", args=[draft.pk]),
        barred=(draft.drafted_by_id,),
    )
    waits(waiting, now)


def not_to_publish(draft: NoticeDraft, now: datetime, ending: Ending = Ending.DROPPED) -> None:
    """不用发布了: taken back or returned; or it was published."""
    waits_no_longer(_key(draft, "publish"), now, ending)


def tell_drafter(draft: NoticeDraft, now: datetime) -> None:
    """告知退回: the drafter alone can mend it."""
    todo = Draft(
        key=_key(draft, "return"),
        whom=Whom(person=draft.drafted_by),
        text=saying("修改退回的公示草稿：%(title)s", title=draft.title),
        note=draft.remark,
        verb=saying("去修改"),
        due=working_days(DAYS, start=now.astimezone(CITY).date()),
        url=reverse("notice_desk:draft", args=[draft.pk]),
        kind=NoticeDraft._meta.label,
        object_id=draft.pk,
    )
    open_todo(draft=todo, actor=SYSTEM, now=now)


def is_mended(draft: NoticeDraft, now: datetime) -> None:
    """已修改: handed in again, or given up; nothing when it was not returned."""
    close_todo(key=_key(draft, "return"), actor=SYSTEM, now=now)


def watch_end(notice: Publicity, now: datetime) -> None:
    """看期满: whoever drew it up is reminded of its last day; ticked off by hand."""
    todo = Draft(
        key=_end_key(notice),
        whom=Whom(organization=notice.department),
        text=saying("公示期满后办理 %(number)s", number=notice.number),
        note=saying(
            "%(title)s；最后一天当天仍可提异议，全部异议答复之后才能拨付。", title=notice.title
        ),
        verb=saying("去看公示"),
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
    """请答复: of the department, or whom it was referred to; not of who drew up or published it."""
    notice, referral = objection.publicity, referral_of(objection)
    where = "notice_desk:notice" if referral is None else "notice_desk:objection"
    waiting = Waiting(
        key=_answer_key(objection),
        about=objection,
        organization_id=notice.department_id if referral is None else referral.to_id or 0,
        text=_to_answer(objection, is_referred=referral is not None),
        note=_about(notice, referral),
        verb=saying("去答复"),
        url=reverse(where, args=[notice.number if referral is None else objection.number]),
        barred=(notice.drafted_by_id, notice.published_by_id),
    )
    waits(waiting, now)


def _to_answer(objection: Objection, *, is_referred: bool) -> Saying:
    if is_referred:
        return saying("核查并答复移交的异议 %(number)s", number=objection.number)
    if objection.is_named:
        return saying("核查并答复异议 %(number)s", number=objection.number)
    return saying("核查并答复匿名线索 %(number)s", number=objection.number)


def _about(notice: Publicity, referral: Referral | None) -> Saying:
    if referral is None:
        return saying(
            "针对公示 %(number)s；要由没有起草、没有发布它的人答复，答复以前不能拨付。",
            number=notice.number,
        )
    return saying(
        "%(department)s移交，针对公示 %(number)s：%(reason)s",
        department=notice.department.name,
        number=notice.number,
        reason=referral.reason,
    )


def answered(objection: Objection, now: datetime) -> None:
    """已答复: the to-do ends."""
    waits_no_longer(_answer_key(objection), now)


def not_to_answer(objection: Objection, now: datetime) -> None:
    """不由其答复: it is referred or given back, and somebody else is asked."""
    waits_no_longer(_answer_key(objection), now, Ending.DROPPED)


def tell_firm(award: PublicAward, reason: str | Saying, now: datetime) -> None:
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
            title=saying("贵单位的一项拟资助已从公示中撤下"),
            body=saying(
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
    return f"publicity:{what}:{draft.pk}:{round_of(draft)}"


def _end_key(notice: Publicity) -> str:
    return f"publicity:end:{notice.pk}"


def _answer_key(objection: Objection) -> str:
    """One to-do for each who is asked: a closed one is never opened again."""
    last = Referral.objects.filter(objection=objection).order_by("-id").first()
    return f"publicity:objection:{objection.pk}" + (f":{last.pk}" if last else "")
