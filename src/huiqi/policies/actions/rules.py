"""规则草稿的办理: uploaded or written, handed in, reviewed by another, published from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiqi.kernel.access import Actor, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused, WrongState
from huiqi.kernel.rows import save
from huiqi.library import load, shipped
from huiqi.parties.access import person_of
from huiqi.policies.access import keeps
from huiqi.policies.actions.summaries import WrittenMeanwhile, tidy
from huiqi.policies.actions.telling import (
    is_carried_out,
    is_dropped,
    is_reviewed,
    sent_back,
    waits_for_review,
)
from huiqi.policies.models import Proposal, RuleDraft
from huiqi.policies.models.reviewed import LONGEST_WHY, OPEN
from huiqi.policies.rule_texts import latest_text
from huiqi.policies.states import RULES
from huiqi.rules.drafts import MOST_BYTES
from huiqi.rules.encoding import decode
from huiqi.rules.problems import Refused as Unreadable
from huiqi.rules.releases import fingerprint

R = RuleDraft.Stage
FILES: Final = {"rules": "rules.yaml", "cases": "cases.yaml"}


@dataclass(frozen=True)
class Given:
    """给出的草稿: each file as bytes (None: as it was), the reason, the first day as written."""

    rules: bytes | None = None
    cases: bytes | None = None
    why: str | None = None
    from_on: str | None = None


@transaction.atomic
def begin_rules(
    *,
    programme: str,
    actor: Actor,
    now: datetime,
    given: Given = Given(),
    proposal: Proposal | None = None,
) -> RuleDraft:
    """起草规则: from what was published last, or from what is ``given``; one at a time.

    Refused where one is under way, or with everything that keeps a file from being read as text;
    what is wrong within a text is told by ``checked`` and refuses nothing.
    """
    require(keeps, actor, programme)
    _refuse_second(programme)
    if proposal is not None and proposal.programme != programme:
        raise Refused([_("这条建议不是这个项目的")])
    start, writer = latest_text(programme), person_of(actor)
    texts = _read(given)
    draft = RuleDraft(
        programme=programme,
        version=_next_version(programme),
        rules=texts.get("rules", start.rules),
        cases=texts.get("cases", start.cases),
        why=texts.get("why", ""),
        from_on=texts.get("from_on"),
        based_on=fingerprint(load().policy(programme)),
        shipped=shipped().policy(programme).sha256,
        proposal=proposal,
        writers=[writer],
        made_by_id=writer,
        made_at=now,
        saved_by_id=writer,
        saved_at=now,
    )
    save(draft)
    record_write(actor, "起草规则", draft, detail={"哈希": draft.digest})
    is_carried_out(proposal, now)
    return draft


@transaction.atomic
def save_rules(
    *, draft: RuleDraft, revision: int, given: Given, actor: Actor, now: datetime
) -> RuleDraft:
    """保存规则草稿: what is given; every problem at once, and then nothing is changed.

    WrittenMeanwhile when it was saved by somebody else after ``revision``.
    """
    locked = RuleDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    require(keeps, actor, locked)
    if locked.stage not in (R.DRAFT, R.RETURNED):
        raise WrongState(
            [
                _("这一稿现在是「%(state)s」，不能再改；要改请先退回或另起一稿")
                % {"state": locked.get_stage_display()}
            ]
        )
    new = {name: value for name, value in _read(given).items() if getattr(locked, name) != value}
    if not new:
        return locked
    if locked.revision != revision:
        raise WrittenMeanwhile(RuleDraft.objects.select_related("saved_by").get(pk=locked.pk))
    for name, value in new.items():
        setattr(locked, name, value)
    writer = person_of(actor)
    locked.revision += 1
    locked.writers = sorted({*locked.writers, writer})
    locked.saved_by_id, locked.saved_at = writer, now
    # Whoever returned it and now writes on it is no reviewer of it any more.
    locked.reviewed_by_id = None
    locked.save()
    record_write(actor, "保存规则草稿", locked, detail={"哈希": locked.digest})
    return locked


@transaction.atomic
def submit_rules(*, draft: RuleDraft, actor: Actor, now: datetime) -> RuleDraft:
    """提交复核: a text without a problem, to another officer of the department."""
    found: RuleDraft = RULES.fire(draft, "submit", actor=actor, now=now)
    waits_for_review(found, now)
    return found


@transaction.atomic
def publish_rules(*, draft: RuleDraft, actor: Actor, now: datetime) -> RuleDraft:
    """复核并发布: by somebody who wrote no word of it; it answers from its first day on."""
    from huiqi.policies.releases import look_again
    from huiqi.policies.tasks import ask_to_take_over

    found: RuleDraft = RULES.fire(draft, "publish", actor=actor, now=now)
    record_write(
        actor,
        "复核并发布规则",
        found,
        detail={"哈希": found.digest, "施行": found.from_on and found.from_on.isoformat()},
    )
    is_reviewed(found, now)
    transaction.on_commit(look_again)
    transaction.on_commit(ask_to_take_over)
    return found


@transaction.atomic
def return_rules(*, draft: RuleDraft, remark: str, actor: Actor, now: datetime) -> RuleDraft:
    """退回: with what is to be changed."""
    found: RuleDraft = RULES.fire(
        draft, "return", actor=actor, now=now, remark=remark, note=remark.strip()[:200]
    )
    sent_back(found, now)
    return found


@transaction.atomic
def withdraw_rules(*, draft: RuleDraft, actor: Actor, now: datetime) -> RuleDraft:
    """撤回: the draft is kept and no longer worked on."""
    found: RuleDraft = RULES.fire(draft, "withdraw", actor=actor)
    is_dropped(found, now)
    return found


def _read(given: Given) -> dict[str, Any]:
    """The columns that are given; Refused with everything that cannot be kept."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, file in FILES.items():
        data: bytes | None = getattr(given, name)
        if data is None:
            continue
        try:
            found[name] = _text(data, file)
        except (Unreadable, Refused) as refused:
            problems += [str(one) for one in refused.problems]
    if given.why is not None:
        found["why"] = tidy(given.why)
        if len(found["why"]) > LONGEST_WHY:
            problems.append(
                _("「%(part)s」最多 %(most)d 个字，现在有 %(have)d 个，请写短一些")
                % {"part": _("改动说明"), "most": LONGEST_WHY, "have": len(found["why"])}
            )
    if given.from_on is not None:
        try:
            text = given.from_on.strip()
            found["from_on"] = date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(
                _("「%(label)s」要写成 2021-10-20 这样的日期，现在写的是「%(text)s」")
                % {"label": _("自何日起施行"), "text": given.from_on[:20]}
            )
    if problems:
        raise Refused(problems)
    return found


def _text(data: bytes, file: str) -> str:
    if len(data) > MOST_BYTES:
        raise Refused(
            [
                _("%(file)s 有 %(have)s 字节，最多 %(most)s 字节；请核对是否选错了文件")
                % {"file": file, "have": f"{len(data):,}", "most": f"{MOST_BYTES:,}"}
            ]
        )
    text = decode(data, file).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise Refused([_("%(file)s 不是文本文件；请核对是否选错了文件") % {"file": file}])
    return text


def _refuse_second(programme: str) -> None:
    held = RuleDraft.objects.filter(programme=programme, stage__in=OPEN).first()
    if held is not None:
        raise Refused(
            [
                _("这个项目已有规则第 %(version)d 版在办（%(state)s），请先办完或撤回那一版")
                % {"version": held.version, "state": held.get_stage_display()}
            ]
        )


def _next_version(programme: str) -> int:
    told: Mapping[str, Any] = RuleDraft.objects.filter(programme=programme).aggregate(
        Max("version")
    )
    return (told["version__max"] or 0) + 1
