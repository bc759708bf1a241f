"""影响的查询: the run that fits a draft as it stands, and the firms for whom something changes."""

from __future__ import annotations

from django.db.models import QuerySet

from huiqi.kernel.now import today
from huiqi.library import load
from huiqi.parties.models import Organization
from huiqi.policies.models import EffectFirm, EffectRun, RuleDraft
from huiqi.rules.releases import fingerprint

GAINS, LOSES = "gains", "loses"


def fitting_run(draft: RuleDraft) -> EffectRun | None:
    """相符的计算: of these very texts and this first day, the latest that was not stopped."""
    return (
        EffectRun.objects.filter(
            draft=draft,
            digest=draft.digest,
            against=fingerprint(load().policy(draft.programme)),
            valued_on=draft.from_on or today(),
            stopped="",
        )
        .order_by("-id")
        .first()
    )


def last_run(draft: RuleDraft) -> EffectRun | None:
    """最近的计算: whether it still fits or not."""
    return EffectRun.objects.filter(draft=draft).order_by("-id").first()


def firms_of(run: EffectRun, show: str = "") -> QuerySet[EffectFirm]:
    """受影响的企业: of a run; only those that gain the programme, or lose it, where asked."""
    found = EffectFirm.objects.filter(run=run).order_by("id")
    if show == GAINS:
        return found.filter(after="yes").exclude(before="yes")
    if show == LOSES:
        return found.filter(before="yes").exclude(after="yes")
    return found


def names_of(firms: list[EffectFirm]) -> dict[int, Organization]:
    """企业名称: by subject; the registration that is open, else the last one."""
    found = Organization.objects.filter(subject_id__in=[one.subject_id for one in firms])
    ordered = found.order_by("subject_id", "closed_until", "id")
    named: dict[int, Organization] = {}
    for one in ordered:
        if one.subject_id not in named or one.closed_until is None:
            named[one.subject_id] = one
    return named
