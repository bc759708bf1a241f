"""免申即享的比对: every firm on file against the rules, batch by batch; the list names who fits.

Only who surely may have it is named: who may perhaps is told elsewhere what is missing. A
comparison remembers up to which firm it has come: whoever is killed goes on behind that one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiqi.kernel import rows
from huiqi.kernel.access import Actor, is_system, require
from huiqi.kernel.audit import record_write
from huiqi.kernel.refusals import Refused
from huiqi.kernel.sight import everything
from huiqi.parties.access import person_of
from huiqi.parties.models import Organization
from huiqi.parties.queries.facts import facts_of_many
from huiqi.parties.queries.scoped import current_organization
from huiqi.policies.charge import subjects_of_firms
from huiqi.programmes.access import is_handler
from huiqi.programmes.actions.submitting import plain_json
from huiqi.programmes.enums import CallState, Mode
from huiqi.programmes.models import AutoCase, AutoComparison, Call
from huiqi.programmes.stages.running import day_of
from huiqi.programmes.versions import rules_for
from huiqi.rules.answer import Answer
from huiqi.rules.facts import Facts

AT_ONCE: Final = 1_000  # firms in one transaction; no more are compared while somebody waits


def compare(*, call: Call, actor: Actor, now: datetime) -> int:
    """比对: begun and brought to its end; how many firms are new. Again adds the new ones."""
    made = begin_comparison(call=call, actor=actor, now=now)
    return go_on_comparing(made.pk, now).named


@transaction.atomic
def begin_comparison(*, call: Call, actor: Actor, now: datetime) -> AutoComparison:
    """开始比对: of all firms on file; one that is not over yet is gone on with instead.

    Refused for a call that is not open, or for one for which firms apply.
    """
    require(is_handler, actor, call)
    held = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if held.mode != Mode.AUTOMATIC or held.state != CallState.PUBLISHED:
        raise Refused([_("只有已发布的免申即享通知可以比对")])
    if found := AutoComparison.objects.filter(call=held, finished_at=None).first():
        return found
    made = rows.save(
        AutoComparison(
            call=held,
            begun_by_id=person_of(actor),
            begun_at=now,
            total=subjects_of_firms().count(),
        )
    )
    record_write(actor, "开始免申即享比对", made)
    return made


def is_small(comparison: AutoComparison) -> bool:
    """是否当场做完: no more firms than are compared in one transaction."""
    return comparison.total <= AT_ONCE


def queue(comparison: AutoComparison) -> None:
    """排队: the worker goes on with it; asked again, behind the last firm that was compared."""
    from huiqi.programmes.tasks import compare_firms

    # A row of the same transaction: it begins after the commit or not at all.
    compare_firms.defer(comparison_id=comparison.pk)


def go_on_comparing(pk: int, now: datetime, *, batches: int | None = None) -> AutoComparison:
    """接着比对: every batch in a transaction of its own; ``batches``: no more than so many.

    Whoever was interrupted, or runs beside another one, names no firm twice.
    """
    with everything():
        one = AutoComparison.objects.get(pk=pk)
        while one.finished_at is None and batches != 0:
            one = _one_batch(pk, now)
            batches = None if batches is None else batches - 1
    return one


def go_on_with_all(*, actor: Actor, now: datetime) -> int:
    """接着做没有做完的: those whose worker was killed; how many came to their end."""
    require(is_system, actor)
    with everything():
        left = AutoComparison.objects.filter(finished_at=None).order_by("id")
        return sum(
            go_on_comparing(pk, now).finished_at is not None
            for pk in left.values_list("pk", flat=True)
        )


@transaction.atomic
def _one_batch(pk: int, now: datetime) -> AutoComparison:
    locked = AutoComparison.objects.select_for_update(of=("self",)).select_related("call")
    one = locked.get(pk=pk)
    if one.finished_at is not None:
        return one
    firms = subjects_of_firms().filter(pk__gt=one.last_subject).values_list("pk", flat=True)
    batch = list(firms[:AT_ONCE])
    known = AutoCase.objects.filter(call=one.call, subject_id__in=batch).order_by("id")
    named = set(known.values_list("subject_id", flat=True))
    left = [firm for firm in batch if firm not in named]
    # The day on which it was begun: all of one comparison are judged alike.
    for subject_id, facts in facts_of_many(left, day_of(one.begun_at)):
        one.named += _named(one, subject_id, facts)
    if batch:
        one.last_subject, one.compared = batch[-1], one.compared + len(batch)
    if len(batch) < AT_ONCE:
        one.finished_at = now
    one.save()
    return one


def _named(one: AutoComparison, subject_id: int, facts: Facts) -> bool:
    call = one.call
    rules = rules_for(call)
    judged = rules.judge(call.programme, facts)
    if getattr(judged, "verdict", "") != "yes":
        return False
    found = rules.answer(call.programme, facts)
    if not isinstance(found, Answer) or found.money is None or not found.money.maximum:
        return False
    firm = _firm(subject_id)
    if firm is None:
        return False
    rows.save(
        AutoCase(
            call=call,
            subject_id=subject_id,
            organization=firm,
            amount_fen=int(found.money.maximum * 100),
            result=plain_json(found.explained()),
            compared_on=day_of(one.begun_at),
            compared_by_id=one.begun_by_id,
        )
    )
    return True


def _firm(subject_id: int) -> Organization | None:
    found = Organization.objects.filter(subject=subject_id).select_related("subject").first()
    return current_organization(found.subject) if found else None
