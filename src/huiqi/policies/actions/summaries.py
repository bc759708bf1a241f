"""政策说明的办理: taken over from the library, written as new versions, reviewed by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.rows import problems_of, save
from huiqi.library import Library, load
from huiqi.parties.access import person_of
from huiqi.policies.access import keeps
from huiqi.policies.actions.telling import (
    is_dropped,
    is_reviewed,
    sent_back,
    waits_for_review,
)
from huiqi.policies.models import PARTS, Summary, labels
from huiqi.policies.models.reviewed import LONGEST_WHY, OPEN, Reviewed
from huiqi.policies.models.summaries import LONGEST
from huiqi.policies.states import SUMMARY, publish_from_library
from huiqi.policies.summaries import published_summary
from huiqi.policies.wording import summary_of

S = Summary.State


class WrittenMeanwhile(Refused):
    """同时在写: the draft was saved after it was opened; ``current`` is what it is now."""

    def __init__(self, current: Reviewed) -> None:
        self.current: Any = current  # of the very model that was written
        who = current.saved_by.name if current.saved_by else _("同事")
        super().__init__(
            [
                _(
                    "你打开以后，%(who)s保存过这一稿。你的文字没有存进去，都还在下面；"
                    "请对照改好，再保存一次。"
                )
                % {"who": who}
            ]
        )


# From the library


def load_summaries(*, library: Library, now: datetime) -> int:
    """装入说明: of every programme that has none, and anew where the library's own is published.

    What officers published stays; the page tells them that the file has changed since.
    """
    published = {one.programme: one for one in Summary.objects.filter(state=S.PUBLISHED)}
    latest = dict(Summary.objects.values_list("programme").annotate(latest=Max("version")))
    new = []
    for name, policy in library.policies.items():
        parts, held = summary_of(policy), published.get(name)
        if held is not None and (held.made_by_id is not None or held.parts == parts):
            continue
        new.append(
            Summary(
                programme=name,
                version=latest.get(name, 0) + 1,
                why=_("随政策库装入"),
                rules_version=policy.sha256,
                made_at=now,
                saved_at=now,
                **parts,
            )
        )
    publish_from_library(new, now)
    return len(new)


# By officers


@transaction.atomic
def begin_summary(
    *, programme: str, actor: Actor, now: datetime, restored: Summary | None = None
) -> Summary:
    """起草: a new version, from what is published, or from an earlier version to restore it."""
    require(keeps, actor, programme)
    _refuse_second(programme)
    start = restored or published_summary(programme)
    if start is not None and start.programme != programme:
        raise Refused([_("要恢复的版本不是这个项目的")])
    writer = person_of(actor)
    draft = Summary(
        programme=programme,
        version=_next_version(programme),
        rules_version=load().policy(programme).sha256,
        writers=[writer],
        restored_from=restored,
        why=_("恢复第 %(version)d 版") % {"version": restored.version} if restored else "",
        made_by_id=writer,
        made_at=now,
        saved_by_id=writer,
        saved_at=now,
        **(start.parts if start else summary_of(load().policy(programme))),
    )
    save(draft)
    record_write(actor, "起草政策说明", draft)
    return draft


@transaction.atomic
def save_draft(
    *,
    summary: Summary,
    revision: int,
    given: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Summary:
    """保存草稿: the parts that are ``given``; every problem at once.

    WrittenMeanwhile when it was saved by somebody else after ``revision``: nothing is lost,
    neither theirs nor yours.
    """
    locked = Summary.objects.select_for_update(of=("self",)).get(pk=summary.pk)
    require(keeps, actor, locked)
    if locked.state not in (S.DRAFT, S.RETURNED):
        raise WrongState(
            [
                _("这一稿现在是「%(state)s」，不能再改；要改请先退回或另起一稿")
                % {"state": locked.get_state_display()}
            ]
        )
    writer = person_of(actor)
    before = _texts(locked)
    problems = _write(locked, given)
    if _texts(locked) == before:
        return locked
    if locked.revision != revision:
        raise WrittenMeanwhile(Summary.objects.select_related("saved_by").get(pk=locked.pk))
    locked.revision += 1
    locked.writers = sorted({*locked.writers, writer})
    locked.saved_by_id, locked.saved_at = writer, now
    # Whoever returned it and now writes on it is no reviewer of it any more.
    locked.reviewed_by_id = None
    if found := [*problems, *problems_of(locked, told=(*PARTS, "why"))]:
        raise Refused(found)
    locked.save()
    return locked


def _write(summary: Summary, given: Mapping[str, str]) -> list[str]:
    """What is given, tidied; which parts are too long to be kept."""
    problems = []
    for name, label in labels().items():
        text = tidy(given.get(name, getattr(summary, name)))
        setattr(summary, name, text)
        most = LONGEST_WHY if name == "why" else LONGEST
        if len(text) > most:
            problems.append(
                _("「%(part)s」最多 %(most)d 个字，现在有 %(have)d 个，请写短一些")
                % {"part": label, "most": most, "have": len(text)}
            )
    return problems


def _texts(summary: Summary) -> dict[str, str]:
    return {**summary.parts, "why": summary.why}


def tidy(text: str) -> str:
    """整理: line ends as ours, no letter that the database cannot keep, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


@transaction.atomic
def submit_summary(*, summary: Summary, actor: Actor, now: datetime) -> Summary:
    """提交复核: to another officer of the department."""
    found: Summary = SUMMARY.fire(summary, "submit", actor=actor, now=now)
    waits_for_review(found, now)
    return found


@transaction.atomic
def publish_summary(*, summary: Summary, actor: Actor, now: datetime) -> Summary:
    """复核并发布: by somebody who wrote no word of it; the version before it is replaced."""
    found: Summary = SUMMARY.fire(summary, "publish", actor=actor, now=now)
    record_write(actor, "复核并发布政策说明", found)
    is_reviewed(found, now)
    return found


@transaction.atomic
def return_summary(*, summary: Summary, remark: str, actor: Actor, now: datetime) -> Summary:
    """退回: with what is to be changed."""
    found: Summary = SUMMARY.fire(
        summary, "return", actor=actor, now=now, remark=remark, note=remark.strip()[:200]
    )
    sent_back(found, now)
    return found


@transaction.atomic
def withdraw_summary(*, summary: Summary, actor: Actor, now: datetime) -> Summary:
    """撤回: the draft is kept and no longer worked on."""
    found: Summary = SUMMARY.fire(summary, "withdraw", actor=actor)
    is_dropped(found, now)
    return found


def _refuse_second(programme: str) -> None:
    held = Summary.objects.filter(programme=programme, state__in=OPEN).first()
    if held is not None:
        raise Refused(
            [
                _("这个项目已有第 %(version)d 版在办（%(state)s），请先办完或撤回那一版")
                % {"version": held.version, "state": held.get_state_display()}
            ]
        )


def _next_version(programme: str) -> int:
    told: dict[str, Any] = Summary.objects.filter(programme=programme).aggregate(Max("version"))
    return (told["version__max"] or 0) + 1
