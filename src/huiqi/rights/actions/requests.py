"""数据请求的办理: a copy is made by a job and expires; erasure is decided, done and explained."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.numbering import next_number
from huiqi.kernel.refusals import Denied, Refused
from huiqi.kernel.sayings import Saying, saying
from huiqi.kernel.words import in_words, legible, on_record
from huiqi.parties import scope
from huiqi.parties.access import is_security_admin, person_of
from huiqi.parties.models import Subject
from huiqi.rights.access import is_asker, may_ask
from huiqi.rights.actions.erasure import erase_firm, erase_person
from huiqi.rights.actions.telling import due_for, keepers, settled, tell, todo_for
from huiqi.rights.models import LONGEST, DataPackage, DataRequest
from huiqi.rights.package import packed
from huiqi.rights.states import DATA_REQUEST

KEPT: Final = timedelta(days=7)  # how long a copy can be fetched
PREFIX: Final = "SJ"
R = DataRequest.Kind


@transaction.atomic
def ask_for_data(
    *, kind: str, subject: Subject | None, reason: str, actor: Actor, now: datetime
) -> DataRequest:
    """提出请求: of oneself (``subject`` None) or, as its owner, of the firm.

    A copy is made at once by a job; an erasure waits for the security administrator.
    """
    if why_not := may_ask(actor, subject):
        raise Denied([why_not])
    if kind not in R.values:
        raise Refused([_("请选择要副本还是要删除")])
    told = (
        in_words(reason, _("要删除什么、为什么"), LONGEST)
        if kind == R.ERASURE
        else legible(reason)[:200]
    )
    due = due_for(now)
    asked = rows.save(
        DataRequest(
            number=next_number(PREFIX, now.date()),
            kind=kind,
            subject=subject,
            reason=told,
            asked_by_id=person_of(actor),
            asked_at=now,
            due_on=due.at.date(),
            due_is_provisional=due.provisional,
        )
    )
    verb = f"请求{on_record(R(kind).label)}"
    record_write(actor, verb, asked, subject_id=asked.subject_id)
    if kind == R.ERASURE:
        text = saying("答复删除请求 %(number)s", number=asked.number)
        todo_for(keepers(now), asked, text, "rights:desk-erasure", due, now)
    else:
        from huiqi.rights.tasks import make_copy

        # The job is a row of the same transaction: it begins after the commit or not at all.
        make_copy.defer(request_id=asked.pk)
    return asked


@transaction.atomic
def deliver_copy(*, request: DataRequest, now: datetime) -> DataRequest:
    """生成副本: by the job; whoever asked is told and has seven days to fetch it."""
    content = packed(request, now)
    DataPackage.objects.create(
        request=request,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    done: DataRequest = DATA_REQUEST.fire(
        request, "deliver", actor=SYSTEM, now=now, expires_at=now + KEPT
    )
    record_write(SYSTEM, "生成数据副本", done, subject_id=done.subject_id)
    url = reverse("rights:requests")
    tell(done.asked_by, done, _copy_is_ready(done.number), url, now)
    return done


@transaction.atomic
def expire_copies(*, now: datetime) -> int:
    """清除副本: those that nobody may fetch any more; how many."""
    over = DataRequest.objects.filter(status=DataRequest.Status.READY, expires_at__lte=now)
    found = list(over.order_by("id"))
    for one in found:
        DataPackage.objects.filter(request=one).delete()
        DATA_REQUEST.fire(one, "expire", actor=SYSTEM)
    return len(found)


@transaction.atomic
def record_fetch(*, request: DataRequest, actor: Actor) -> None:
    """取走副本: on record, for a copy that left is the most that can leak."""
    require(is_asker, actor, request)
    record_write(actor, "取走数据副本", request, subject_id=request.subject_id)


@transaction.atomic
def withdraw_request(*, request: DataRequest, actor: Actor, now: datetime) -> DataRequest:
    """撤回请求: by who asked, before it is decided."""
    done: DataRequest = DATA_REQUEST.fire(request, "withdraw", actor=actor, now=now)
    record_write(actor, "撤回数据请求", done, subject_id=done.subject_id)
    settled(done, now)
    return done


@transaction.atomic
def erase(*, request: DataRequest, answer: str, actor: Actor, now: datetime) -> DataRequest:
    """删除: what may be erased is; what the law keeps is told with its ground.

    Refused with every reason when it cannot be done yet: a firm keeps an owner.
    """
    require(is_security_admin, actor)
    with scope.everything():
        if request.subject is None:
            outcome = erase_person(person=request.asked_by, now=now)
        else:
            outcome = erase_firm(subject=request.subject, asked_by=request.asked_by, now=now)
        done: DataRequest = DATA_REQUEST.fire(
            request, "erase", actor=actor, now=now, answer=answer, outcome=outcome
        )
        record_write(actor, "删除数据", done, subject_id=done.subject_id)
        settled(done, now)
        if done.subject_id is not None:
            _tell_of_erasure(done, _erased, now)
    return done


@transaction.atomic
def decline_erasure(
    *, request: DataRequest, answer: str, actor: Actor, now: datetime
) -> DataRequest:
    """不予删除: with the reason and its ground; whoever asked is told."""
    require(is_security_admin, actor)
    with scope.everything():
        done: DataRequest = DATA_REQUEST.fire(
            request, "decline", actor=actor, now=now, answer=answer
        )
        record_write(actor, "不予删除", done, subject_id=done.subject_id)
        settled(done, now)
        _tell_of_erasure(done, _answered, now)
    return done


def _tell_of_erasure(request: DataRequest, say: Callable[[str], Saying], now: datetime) -> None:
    tell(request.asked_by, request, say(request.number), reverse("rights:requests"), now)


def _copy_is_ready(number: str) -> Saying:
    return saying("数据副本 %(number)s 可以取走，7 天后清除", number=number)


def _erased(number: str) -> Saying:
    return saying("删除请求 %(number)s 已办结", number=number)


def _answered(number: str) -> Saying:
    return saying("删除请求 %(number)s 有了答复", number=number)
