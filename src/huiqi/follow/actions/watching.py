"""等候的办理: a firm waits until it meets a programme; whoever asked is told what brought it about.

Waiting begins with what each condition says and the facts it read. When the programme says «yes»
later, the conditions that have turned since are told, with the facts that are different, their
source and the clause; where no fact is, it was the day or the text of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiqi.follow.access import (
    is_follower,
    is_signed_in,
    is_system,
    person_of,
    stands_for_firm,
)
from huiqi.follow.actions.reach import record_steps
from huiqi.follow.actions.whom import whom_of
from huiqi.follow.enums import Stage
from huiqi.follow.models import Watch
from huiqi.follow.values import kept_values, told_value
from huiqi.inbox.actions import Notice, send_notice
from huiqi.inbox.enums import Kind
from huiqi.kernel import rows
from huiqi.kernel.access import SYSTEM, Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.library import load
from huiqi.parties.models import Subject
from huiqi.parties.queries import KnownFacts, facts_of
from huiqi.policies.sharing import library_version
from huiqi.rules.answer import Answer, Reason
from huiqi.rules.dictionary import FACTS

MOST = 100  # programmes that one firm may wait for at a time


@dataclass(frozen=True)
class Judged:
    """一次判断: what a programme says of a firm on a day; ``answer`` None: it is not in force."""

    facts: KnownFacts
    answer: Answer | None

    @property
    def verdict(self) -> str:
        """判断: empty where the programme is not in force."""
        return self.answer.verdict if self.answer else ""

    def basis(self) -> dict[str, Any]:
        """留底: of every condition its verdict and the facts it read."""
        reasons = self.answer.reasons if self.answer else ()
        return {
            one.id: {"verdict": one.verdict, "facts": kept_values(self.facts, _read_by(one))}
            for one in reasons
        }


def judged(subject: Subject, programme: str, now: datetime) -> Judged:
    """判断: of a firm, on all that is on record today."""
    facts = facts_of(subject, now.date())
    found = load().answer(programme, facts)
    return Judged(facts, found if isinstance(found, Answer) else None)


@transaction.atomic
def wait_for(*, programme: str, actor: Actor, now: datetime) -> Watch:
    """等候: until the firm meets it. Refused for what it meets already; once for a programme."""
    require(is_signed_in, actor)
    require(stands_for_firm, actor)
    assert actor.subject_id is not None  # of who stands for a firm
    if programme not in load().policies:
        raise Refused([_("没有「%(name)s」这项政策") % {"name": programme[:40]}])
    waiting = Watch.objects.filter(subject_id=actor.subject_id, ended_at__isnull=True)
    if found := waiting.filter(programme=programme).first():
        return found
    if waiting.count() >= MOST:
        raise Refused([_("最多同时等 %(most)d 项政策；先取消几项") % {"most": MOST}])
    subject = Subject.objects.get(pk=actor.subject_id)
    then = judged(subject, programme, now)
    if then.verdict == "yes":
        raise Refused([_("这项政策的条件你现在就满足，不用等")])
    made = rows.save(
        Watch(
            subject=subject,
            person_id=person_of(actor),
            programme=programme,
            basis=then.basis(),
            verdict=then.verdict,
            library=library_version(),
            created_at=now,
            checked_at=now,
        )
    )
    record_write(actor, "follow.wait_for", made, subject_id=subject.pk)
    return made


@transaction.atomic
def stop_waiting(*, watch: Watch, actor: Actor, now: datetime) -> Watch:
    """不再等候: a second time changes nothing."""
    locked = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    require(is_follower, actor, locked)
    if locked.ended_at is None:
        record_write(actor, "follow.stop_waiting", locked, subject_id=locked.subject_id)
        locked.ended_at = now
        rows.save(locked, only=("ended_at",))
    return locked


@transaction.atomic
def check_watch(*, watch: Watch, actor: Actor, now: datetime) -> Watch:
    """再判断一次: when it says «yes», the people of the firm are told, once, and waiting ends."""
    require(is_system, actor)
    locked = (
        Watch.objects.select_for_update(of=("self",)).select_related("subject").get(pk=watch.pk)
    )
    if locked.ended_at is not None:
        return locked
    found = judged(locked.subject, locked.programme, now)
    locked.verdict, locked.checked_at, locked.library = found.verdict, now, library_version()
    if found.verdict == "yes":
        locked.met_at = locked.ended_at = now
        _tell(locked, found, now)
    return rows.save(locked, only=("verdict", "checked_at", "library", "met_at", "ended_at"))


def note_verdict(*, watches: Iterable[Watch], verdict: str, actor: Actor, now: datetime) -> None:
    """记下结论: of firms that still do not meet what they wait for; who meets it is told why."""
    require(is_system, actor)
    assert verdict != "yes", "whoever meets it is judged alone: the reasons are told"
    waiting = Watch.objects.filter(pk__in=[one.pk for one in watches], ended_at__isnull=True)
    waiting.update(verdict=verdict, checked_at=now, library=library_version())


def _tell(watch: Watch, found: Judged, now: datetime) -> None:
    title = load().policies[watch.programme].title
    notice = Notice(
        key=f"follow.met:{watch.pk}",
        whom=whom_of(watch),
        kind=Kind.POLICY,
        title=lambda: _("条件满足了：%(title)s") % {"title": title},
        body=lambda: "\n".join(why_met(watch, found)),
        url=reverse("policies:policy", args=[watch.programme]),
        organization=whom_of(watch).organization,
    )
    sent = send_notice(notice=notice, actor=SYSTEM, now=now)
    for stage in (Stage.ELIGIBLE, Stage.TOLD) if sent else (Stage.ELIGIBLE,):
        record_steps(
            subject_id=watch.subject_id, programmes=[watch.programme], stage=stage, now=now
        )


def why_met(watch: Watch, found: Judged) -> Iterator[str]:
    """为什么满足了: one sentence for each condition that has turned, and what turned it."""
    assert found.answer is not None
    turned = [one for one in found.answer.reasons if _was(watch.basis, one.id) != "yes"]
    for one in turned:
        yield _("%(condition)s：%(value)s。依据：%(clause)s") % {
            "condition": one.condition,
            "value": "；".join(_changes(watch.basis, one, found)) or one.value or _("已满足"),
            "clause": one.clause,
        }
    if not turned:
        yield _("条件没有变，政策进入了有效期。")
    if watch.library != library_version():
        yield _("政策库在此期间有新版本。")
    yield _("这是按在册数据的判断，不是承诺，以主管部门审定为准。")


def _changes(basis: Mapping[str, Any], reason: Reason, found: Judged) -> Iterator[str]:
    before = basis.get(reason.id, {}).get("facts", {})
    after = kept_values(found.facts, _read_by(reason))
    for key in after:
        if before.get(key) != after[key]:
            provenance = found.facts.provenance.get(key)
            yield _("%(fact)s 原为 %(old)s，现为 %(new)s（来源：%(source)s）") % {
                "fact": FACTS[key].label,
                "old": told_value(key, before.get(key)) or _("不知道"),
                "new": told_value(key, after[key]),
                "source": provenance.source.label if provenance else "",
            }


def _was(basis: Mapping[str, Any], reason: str) -> str:
    return str(basis.get(reason, {}).get("verdict", ""))


def _read_by(reason: Reason) -> list[str]:
    keys = (leaf.fact for leaf in reason.tree.leaves())
    return list(dict.fromkeys(key for key in (*keys, reason.fact) if key))
