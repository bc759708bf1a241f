"""知识库的办理: drafted, reviewed by another, published; looked at again when its day is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.inbox.actions import Draft, Notice, Whom, close_todo, open_todo, send_notice
from huiqi.inbox.clocks import working_days
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.now import day_of
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.sayings import Saying, saying
from huiqi.kernel.words import flaws_of_words, in_words, legible, worded
from huiqi.knowledge.access import is_reviewer, keeps, keeps_edition, may_write
from huiqi.knowledge.indexing import ask_for_index
from huiqi.knowledge.models import (
    LONGEST_ANSWER,
    LONGEST_BASIS,
    LONGEST_QUESTION,
    LONGEST_REMARK,
    Edition,
    Entry,
)
from huiqi.knowledge.origins import flaws_by_origin
from huiqi.knowledge.queries import past_their_day
from huiqi.knowledge.states import EDITION
from huiqi.library import load
from huiqi.parties.access import person_of
from huiqi.triage import items, warnings

PREFIX: Final = "ZS"
LABEL: Final = "knowledge.Entry"
# The city's own choices: no source gives a number.
REVIEW_DAYS: Final = 3  # working days to review a version
RENEW_DAYS: Final = 10  # working days to look again at one whose day is over
MOST_DAYS: Final = 730  # calendar days that an answer may stand without being looked at

LONGEST_WHOLE: Final = LONGEST_QUESTION + LONGEST_ANSWER + LONGEST_BASIS + 2  # looked at

S: Final = Edition.State


@dataclass(frozen=True)
class Written:
    """写的内容: as in the columns of Edition."""

    question: str
    answer: str
    basis: str
    expires_on: date | None
    policy: str = ""


@transaction.atomic
def draft_entry(
    *, written: Written, item: str, actor: Actor, now: datetime, source: str = ""
) -> Edition:
    """起草知识: for one's own unit; handed in for review at once. Refused with every flaw."""
    require(may_write, actor)
    assert actor.organization_id is not None
    found = list(_flaws(written, source, now))
    if item not in items():
        found.insert(0, _("选一个事项"))
    if found:
        raise Refused(found)
    entry = rows.save(
        Entry(
            number=next_number(PREFIX, day_of(now)),
            item=item,
            unit_id=actor.organization_id,
            source=source,
            opened_at=now,
        )
    )
    return _hand_in(entry, written, actor, now)


@transaction.atomic
def write_edition(*, entry: Entry, written: Written, actor: Actor, now: datetime) -> Edition:
    """写新版: what is published stays until the new one is reviewed."""
    require(keeps, actor, entry)
    if found := list(_flaws(written, entry.source, now)):
        raise Refused(found)
    held = Entry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
    return _hand_in(held, written, actor, now)


@transaction.atomic
def publish_edition(*, edition: Edition, actor: Actor, now: datetime) -> Edition:
    """审核通过: by somebody else; the version before is replaced."""
    held = _held(edition)
    require(is_reviewer, actor, held)
    if held.state == S.SUBMITTED and (found := list(_unpublishable(held, now))):
        raise Refused(found)
    before = held.entry.editions.select_for_update(of=("self",)).filter(
        state__in=(S.PUBLISHED, S.EXPIRED)
    )
    for one in before.order_by("id"):
        EDITION.fire(one, "replace", actor=SYSTEM)
        _done_with(one, "renew", now)
    done: Edition = EDITION.fire(held, "publish", actor=actor, is_held=True, now=now)
    record_write(actor, "发布知识", done.entry)
    _done_with(done, "review", now)
    ask_for_index()
    return done


@transaction.atomic
def return_edition(*, edition: Edition, remark: str, actor: Actor, now: datetime) -> Edition:
    """退回: with what to do about it; who wrote it is told."""
    held = _held(edition)
    require(is_reviewer, actor, held)
    told = in_words(remark, _("退回的理由"), LONGEST_REMARK)
    done: Edition = EDITION.fire(
        held, "return", actor=actor, note=told, is_held=True, now=now, remark=told
    )
    record_write(actor, "退回知识", done.entry)
    _done_with(done, "review", now)
    notice = Notice(
        key=f"knowledge:{done.pk}:returned",
        whom=Whom(person=done.written_by),
        kind=Kind.PROGRESS,
        title=saying("知识 %(number)s 退回重写", number=done.entry.number),
        body=told,
        url=page_of_entry(done.entry),
    )
    send_notice(notice=notice, actor=SYSTEM, now=now)
    return done


@transaction.atomic
def withdraw_edition(*, edition: Edition, remark: str, actor: Actor, now: datetime) -> Edition:
    """撤下: it was wrong, or is not needed any more; it stays on record."""
    held = _held(edition)
    require(keeps_edition, actor, held)
    told = in_words(remark, _("撤下的理由"), LONGEST_REMARK)
    done: Edition = EDITION.fire(
        held, "withdraw", actor=actor, note=told, is_held=True, remark=told
    )
    record_write(actor, "撤下知识", done.entry)
    for what in ("review", "renew"):
        _done_with(done, what, now)
    ask_for_index()
    return done


@transaction.atomic
def expire_answers(*, actor: Actor, now: datetime) -> int:
    """到期: no answer any more; its unit is asked to look at it again. How many."""
    require(is_system, actor)
    today = day_of(now)
    found = list(past_their_day(today).select_for_update(of=("self",)))
    for one in found:
        EDITION.fire(one, "expire", actor=SYSTEM, is_held=True)
        text = saying("知识 %(number)s 到期，请复核或撤下", number=one.entry.number)
        _ask(one, "renew", text, RENEW_DAYS, now)
    if found:
        ask_for_index()
    return len(found)


def page_of_entry(entry: Entry) -> str:
    """知识的页面: at the desk."""
    return reverse("knowledge_desk:entry", args=[entry.number])


def _hand_in(entry: Entry, written: Written, actor: Actor, now: datetime) -> Edition:
    assert written.expires_on is not None
    if entry.editions.filter(state=S.SUBMITTED).exists():
        raise WrongState([_("这条知识已有一版待审核，先请人审完那一版")])
    made = rows.save(
        Edition(
            entry=entry,
            version=entry.editions.count() + 1,
            question=legible(written.question),
            answer=legible(written.answer),
            basis=legible(written.basis),
            policy=written.policy,
            expires_on=written.expires_on,
            written_by_id=person_of(actor),
            written_at=now,
        )
    )
    record_write(actor, "起草知识", entry)
    text = saying("审核知识 %(number)s", number=entry.number)
    _ask(made, "review", text, REVIEW_DAYS, now, barred=(person_of(actor),))
    return made


def _ask(
    edition: Edition,
    what: str,
    text: Saying,
    days: int,
    now: datetime,
    *,
    barred: tuple[int, ...] = (),
) -> None:
    draft = Draft(
        key=f"knowledge:{edition.pk}:{what}",
        whom=Whom(organization=edition.entry.unit),
        text=text,
        due=working_days(days, start=day_of(now)),
        url=page_of_entry(edition.entry),
        kind=LABEL,
        object_id=edition.entry_id,
        barred=barred,
    )
    open_todo(draft=draft, actor=SYSTEM, now=now)


def _done_with(edition: Edition, what: str, now: datetime) -> None:
    close_todo(key=f"knowledge:{edition.pk}:{what}", actor=SYSTEM, now=now)


def _held(edition: Edition) -> Edition:
    found = Edition.objects.select_for_update(of=("self",)).select_related(
        "entry", "entry__unit", "written_by"
    )
    return found.get(pk=edition.pk)


def _unpublishable(edition: Edition, now: datetime) -> Iterator[str]:
    if edition.expires_on < day_of(now):
        yield _("这一版已经过了有效期，请退回，让写的人改一个日期")
    # Once more: the case it came from may be kept close by now.
    text = f"{edition.question}\n{edition.answer}\n{edition.basis}"
    yield from flaws_by_origin(edition.entry.source, text)


def _flaws(written: Written, source: str, now: datetime) -> Iterator[str]:
    for text, what, most in (
        (written.question, _("问题"), LONGEST_QUESTION),
        (written.answer, _("回答"), LONGEST_ANSWER),
        (written.basis, _("依据：文号和条款"), LONGEST_BASIS),
    ):
        yield from flaws_of_words(text, what, most)
    whole = f"{written.question}\n{written.answer}\n{written.basis}"[:LONGEST_WHOLE]
    yield from (one.sentence for one in warnings(whole) if one.kind == "secret")
    yield from flaws_by_origin(source, whole)
    if written.policy and written.policy not in load().policies:
        yield _("政策库里没有这个项目，请在列出的里选，或者不选")
    today = day_of(now)
    last = written.expires_on
    if last is None or not today < last <= today + timedelta(days=MOST_DAYS):
        yield worded("有效期要在明天以后、%(most)s 天以内，到期要复核", most=MOST_DAYS)
