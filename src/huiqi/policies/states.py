"""政策的流转: of a summary, of a rule's text and of a proposal.

A summary: draft -> submitted -> published -> replaced; or returned, and handed in again.
The text of a rule goes the same way and is never replaced: the next one begins on its own day.

Whoever reviews it publishes it by the same move: between the two there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiqi.kernel.access import SYSTEM, Actor, is_system
from huiqi.kernel.machine import Machine, Move
from huiqi.kernel.models import MoveLog
from huiqi.kernel.refusals import Refused
from huiqi.policies.access import is_reviewer, is_system_admin, keeps
from huiqi.policies.models import Proposal, RuleDraft, Summary, labels
from huiqi.policies.models.reviewed import Reviewed
from huiqi.policies.rule_texts import problems_of_draft

S, P, R = Summary.State, Proposal.State, RuleDraft.Stage
LONGEST_REMARK: Final = 300


def _whole(summary: Summary) -> Iterator[str]:
    """What is missing before somebody else is asked to read it."""
    titles = labels()
    for name, text in summary.parts.items():
        if not text.strip():
            yield _("「%(part)s」还是空的；原文没有写的，请写明「原文没有写」") % {
                "part": titles[name]
            }
    if not summary.why.strip():
        yield _("请写明改了什么、为什么改，复核人要看")


def _submit(summary: Reviewed, *, now: datetime, **_more: object) -> None:
    summary.submitted_at = now
    summary.reviewed_by_id, summary.reviewed_at, summary.reviewed_office = None, None, ""


def _reviewed(summary: Reviewed, actor: Actor, now: datetime) -> None:
    summary.reviewed_by_id, summary.reviewed_at = actor.person_id, now
    summary.reviewed_office = actor.title[:200] or str(actor.organization_id)


def _publish(summary: Summary, *, actor: Actor, now: datetime) -> None:
    _reviewed(summary, actor, now)
    summary.published_at, summary.remark = now, ""
    retire(summary.programme)


def _return(summary: Reviewed, *, actor: Actor, now: datetime, remark: str) -> None:
    told = " ".join(remark.split())
    if not told:
        raise Refused([_("退回要写明哪里要改")])
    if len(told) > LONGEST_REMARK:
        raise Refused(
            [
                _("退回意见最多 %(most)d 个字，现在有 %(have)d 个，请写短一些")
                % {"most": LONGEST_REMARK, "have": len(told)}
            ]
        )
    _reviewed(summary, actor, now)
    summary.remark = told


def retire(programme: str) -> None:
    """取代: the version published until now makes room for the next one."""
    old = Summary.objects.filter(programme=programme, state=S.PUBLISHED).first()
    if old is not None:
        SUMMARY.fire(old, "replace", actor=SYSTEM)


SUMMARY: Final = Machine(
    "state",
    [
        Move(
            "submit",
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            gettext_lazy("提交复核"),
            keeps,
            guard=_whole,
            effect=_submit,
        ),
        Move(
            "publish",
            (S.SUBMITTED,),
            S.PUBLISHED,
            gettext_lazy("复核通过并发布"),
            is_reviewer,
            effect=_publish,
        ),
        Move(
            "return",
            (S.SUBMITTED,),
            S.RETURNED,
            gettext_lazy("退回修改"),
            is_reviewer,
            effect=_return,
        ),
        Move(
            "withdraw",
            (S.DRAFT, S.SUBMITTED, S.RETURNED),
            S.WITHDRAWN,
            gettext_lazy("撤回"),
            keeps,
        ),
        Move("replace", (S.PUBLISHED,), S.REPLACED, gettext_lazy("由新版取代"), is_system),
    ],
)


def _handed_in(draft: RuleDraft) -> Iterator[str]:
    if not draft.why.strip():
        yield _("请写明改了什么、为什么改，复核人要看")
    yield from problems_of_draft(draft)


def _publish_rules(draft: RuleDraft, *, actor: Actor, now: datetime) -> None:
    _reviewed(draft, actor, now)
    draft.published_at, draft.remark = now, ""


RULES: Final = Machine(
    "stage",
    [
        Move(
            "submit",
            (R.DRAFT, R.RETURNED),
            R.SUBMITTED,
            gettext_lazy("提交复核"),
            keeps,
            guard=_handed_in,
            effect=_submit,
        ),
        Move(
            "publish",
            (R.SUBMITTED,),
            R.PUBLISHED,
            gettext_lazy("复核通过并发布"),
            is_reviewer,
            guard=problems_of_draft,
            effect=_publish_rules,
        ),
        Move(
            "return",
            (R.SUBMITTED,),
            R.RETURNED,
            gettext_lazy("退回修改"),
            is_reviewer,
            effect=_return,
        ),
        Move(
            "withdraw",
            (R.DRAFT, R.SUBMITTED, R.RETURNED),
            R.WITHDRAWN,
            gettext_lazy("撤回"),
            keeps,
        ),
    ],
)


def publish_from_library(summaries: list[Summary], now: datetime) -> None:
    """随政策库发布: many new rows at once, each as if the move had been made for it alone."""
    held = Summary.objects.filter(
        programme__in=[one.programme for one in summaries], state=S.PUBLISHED
    )
    for old in held:
        SUMMARY.fire(old, "replace", actor=SYSTEM)
    for one in summaries:
        one.state, one.published_at = S.PUBLISHED, now
    for one in Summary.objects.bulk_create(summaries):
        # One by one: the database does not tell the numbers of many moves at once.
        MoveLog.objects.create(
            kind=Summary._meta.label,
            object_id=one.pk,
            move="load",
            source=S.DRAFT,
            target=S.PUBLISHED,
            at=now,
        )


def _answer(proposal: Proposal, *, actor: Actor, now: datetime, answer: str) -> None:
    told = answer.strip()
    most = Proposal._meta.get_field("answer").max_length or 0
    if not told:
        raise Refused([_("请写明采纳或者不采纳的理由")])
    if len(told) > most:
        raise Refused(
            [
                _("答复最多 %(most)d 个字，现在有 %(have)d 个，请写短一些")
                % {"most": most, "have": len(told)}
            ]
        )
    proposal.answer, proposal.answered_at = told, now
    proposal.answered_by_id = actor.person_id


PROPOSAL: Final = Machine(
    "state",
    [
        Move(
            "accept",
            (P.OPEN,),
            P.ACCEPTED,
            gettext_lazy("采纳，去改规则文件"),
            is_system_admin,
            effect=_answer,
        ),
        Move(
            "decline",
            (P.OPEN,),
            P.DECLINED,
            gettext_lazy("不采纳"),
            is_system_admin,
            effect=_answer,
        ),
        Move("recall", (P.OPEN,), P.WITHDRAWN, gettext_lazy("收回建议"), keeps),
    ],
)
