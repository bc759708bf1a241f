"""关系的办理: who owns, heads or controls an organization, from a day until another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.parties.access import is_officer, is_owner
from huiqi.parties.actions.locks import day_of, locked
from huiqi.parties.enums import Tie
from huiqi.parties.models import Organization, Relation
from huiqi.parties.models.relations import WHOLE

may_relate = is_owner | is_officer | is_system


@dataclass(frozen=True)
class Tied:
    """相关方: by name, and as an organization where it is one on record; share in billionths."""

    tie: Tie
    name: str
    holder: Organization | None = None
    share: int | None = None
    since: date | None = None


@transaction.atomic
def add_relation(
    *, organization: Organization, tied: Tied, actor: Actor, now: datetime
) -> Relation:
    """登记关系: shares of all shareholders together never exceed the whole."""
    at = locked(organization)
    require(may_relate, actor, at)
    problems = []
    if tied.since and tied.since > day_of(now):
        problems.append(_("关系的起日不能晚于今天"))
    if tied.holder is not None and tied.holder.pk == at.pk:
        problems.append(_("单位不能是自己的相关方"))
    if tied.tie == Tie.SHAREHOLDER and _shares(at) + (tied.share or 0) > WHOLE:
        problems.append(_("各股东的份额合计不能超过百分之百"))
    if problems:
        raise Refused(problems)
    new = rows.save(
        Relation(
            organization=at,
            tie=tied.tie,
            holder_name=tied.name.strip(),
            holder=tied.holder,
            share=tied.share,
            since=tied.since,
        )
    )
    record_write(actor, "登记关系", new, subject_id=at.subject_id)
    return new


@transaction.atomic
def end_relation(*, relation: Relation, until: date, actor: Actor, now: datetime) -> Relation:
    """结束关系: ``until`` is the first day on which it no longer holds."""
    at = locked(relation.organization)
    found = Relation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    require(may_relate, actor, found)
    problems = []
    if found.until is not None:
        problems.append(_("这项关系已经结束"))
    if until > day_of(now):
        problems.append(_("关系的止日不能晚于今天"))
    if problems:
        raise Refused(problems)
    found.until = until
    rows.save(found, only=("until",))
    record_write(actor, "结束关系", found, subject_id=at.subject_id)
    return found


def _shares(at: Organization) -> int:
    present = Relation.objects.filter(Q(until=None), organization=at, tie=Tie.SHAREHOLDER)
    return int(present.aggregate(total=Sum("share"))["total"] or 0)
